"""The settings of the server: from options, the environment, a file, in this order, or their defaults."""

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from coverline.api.fhir.registered import Ehr
from coverline.api.fhir.versions import Version
from coverline.forms.versions import Version as FormVersion
from coverline.problem import Problem, Unreadable, nearest

PREFIX = "COVERLINE_SERVE_"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Settings(BaseModel):
    """What an operator can set; every name is also an environment variable with the prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str = Field("127.0.0.1", min_length=1, description="the address to listen on")
    port: int = Field(8000, ge=0, le=65535, description="the port; 0 takes a free one")
    allowed_hosts: tuple[str, ...] = Field((), description="names of this server beside localhost and host")
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=256, description="processes that decide"
    )
    answer_seconds: float = Field(10, gt=0, le=3600, description="time until an answer is refused")
    batch_seconds: float = Field(60, gt=0, le=3600, description="the same for /api/batch")
    body_bytes: int = Field(2_000_000, ge=1000, le=100_000_000, description="the largest body")
    body_seconds: float = Field(10, gt=0, le=3600, description="time until a request must have arrived")
    most_requests: int = Field(64, ge=1, le=100_000, description="requests being answered or waiting")
    most_connections: int = Field(256, ge=1, le=100_000, description="open connections")
    address: str | None = Field(
        None, pattern=r"^https?://[^/?#@\s]+$", description="this server as others see it; needed for EHRs"
    )
    crd_version: Version = Field(Version.STU_2_2, description="of CRD, unless a call asks for one")
    dtr_version: FormVersion = Field(FormVersion.STU_2_2, description="of DTR, unless a call asks for one")
    form_language: Literal["fhirpath", "cql"] = Field(
        "fhirpath", description="what fills in forms before they are shown"
    )
    ehrs: tuple[Ehr, ...] = Field((), description="who may ask over CDS Hooks: issuer, jku and fhir of each")
    certificate: Path | None = Field(None, description="a certificate (PEM), to speak HTTPS")
    certificate_key: Path | None = Field(None, description="its private key (PEM)")
    certificate_password: SecretStr | None = Field(None, description="the password of the private key")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(each.strip() for each in value.split(",")) if isinstance(value, str) else value

    @field_validator("ehrs", mode="before")
    @classmethod
    def _registered(cls, value: object) -> object:
        try:
            return json.loads(value) if isinstance(value, str) else value
        except json.JSONDecodeError:
            raise ValueError("a list in JSON, each with issuer, jku and fhir") from None

    @field_validator("ehrs")
    @classmethod
    def _addressed(cls, value: tuple[Ehr, ...], given: ValidationInfo) -> tuple[Ehr, ...]:
        if value and given.data.get("address") is None:
            raise ValueError("address beside them: an EHR signs for this server by its address")
        if len({ehr.issuer for ehr in value}) < len(value):
            raise ValueError("each issuer once")
        return value

    @model_validator(mode="after")
    def _key_beside_certificate(self) -> Self:
        if (self.certificate is None) != (self.certificate_key is None):
            raise ValueError("certificate and certificate_key together, or neither")
        return self

    @property
    def hosts(self) -> frozenset[str]:
        """Every name that a request may ask for."""
        return frozenset(each.lower().strip("[]") for each in (*LOOPBACK, self.host, *self.allowed_hosts))

    @property
    def is_exposed(self) -> bool:
        """Whether others on the network could read what is sent."""
        return self.certificate is None and self.host not in LOOPBACK


def read_settings(options: Mapping[str, Any], environment: Mapping[str, str], file: Path | None) -> Settings:
    """The settings of a start; raises Unreadable with every wrong one, by name and where it was set."""
    in_environment = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    sources = {
        "option": {name: value for name, value in options.items() if value is not None},
        "environment": in_environment,
        str(file): _of_file(file) if file else {},
    }
    given = {name: value for values in reversed(sources.values()) for name, value in values.items()}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise Unreadable(tuple(_problems(error, sources, given))) from None


def shown(settings: Settings) -> dict[str, Any]:
    """Every setting with its value, secrets masked."""
    return settings.model_dump(mode="json")


def _of_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unreadable(
            (Problem(str(file), 0, f"text that is not TOML ({error})", "lines such as port = 8000"),)
        ) from None


def _problems(
    error: ValidationError, sources: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]
) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_context=False):
        name = str(each["loc"][0]) if each["loc"] else "certificate"
        source = next((source for source, values in sources.items() if name in values), "settings")
        place = f"{PREFIX}{name.upper()}" if source == "environment" else source
        if each["type"] == "extra_forbidden":
            known = ", ".join(Settings.model_fields)
            yield Problem(
                place, 0, f"the setting {name}", f"one of {known}", hint=nearest(name, Settings.model_fields)
            )
            continue
        said = each["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
        secret = name == "certificate_password"
        value = "" if secret or name not in given else f' "{given[name]}"'
        yield Problem(place, 0, f"{name}{value}", said)
