"""A hook request as data: what CDS Hooks says of it, and what CRD adds."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, field_validator

from coverline.api.fhir.discovery import CARDS_UNLESS_TOLD

# What may stand in a header without ending it.
PRINTED = re.compile(r"[\x21-\x7e]+")
ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
Id = Annotated[str, StringConstraints(pattern=rf"^{ID.pattern}$")]


class Authorization(BaseModel):
    """What the EHR lends for asking its FHIR server."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    access_token: SecretStr
    token_type: Annotated[str, StringConstraints(pattern="(?i)^bearer$")]

    @field_validator("access_token")
    @classmethod
    def _can_be_sent(cls, token: SecretStr) -> SecretStr:
        if not PRINTED.fullmatch(token.get_secret_value()):
            raise ValueError("a token of printable characters")
        return token


class Configuration(BaseModel):
    """What a user of the EHR wants to see; what is not known is passed over."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    coverage_information: bool = Field(default=True, validation_alias="coverage-info")
    guideline: bool = True
    most_cards: int = Field(default=CARDS_UNLESS_TOLD, validation_alias="max-cards", ge=0)


class Extension(BaseModel):
    """What CRD adds to a hook request."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    configuration: Configuration | None = Field(default=None, validation_alias="davinci-crd.configuration")
    version: Literal["2.0", "2.2"] | None = Field(
        default=None, validation_alias="davinci-crd.requestedVersion"
    )


class Context(BaseModel):
    """Whom the hook is about; each hook has more."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    patientId: Id  # noqa: N815  the standard's own name
    encounterId: Id | None = None  # noqa: N815


class Message(BaseModel):
    """A hook request of CDS Hooks 2.0."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    hook: str
    hookInstance: str  # noqa: N815
    fhirServer: str | None = None  # noqa: N815
    fhirAuthorization: Authorization | None = None  # noqa: N815
    context: Context
    prefetch: dict[str, Any] | None = None
    extension: Extension | None = None
