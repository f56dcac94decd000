"""The EHRs that are known: who signs, where its keys are, and where its charts are."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Origin = tuple[str, str, int | None]


class Ehr(BaseModel):
    """One EHR, as its operator and ours have agreed; every address is compared letter by letter."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    issuer: str = Field(min_length=1, description="what stands under iss in the tokens that it signs")
    jku: str = Field(description="the address of its public keys, a JSON Web Key Set")
    fhir: str = Field(description="the address of its FHIR R4 server, with the path that all requests share")

    @field_validator("jku", "fhir")
    @classmethod
    def _encrypted(cls, value: str) -> str:
        address = urlsplit(value)
        safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in LOOPBACK)
        if not safe or not address.hostname or address.username or address.query or address.fragment:
            raise ValueError("an address that begins with https, without a name, a query or a fragment")
        return value

    @property
    def base(self) -> str:
        """The address of its FHIR server without a slash at its end."""
        return self.fhir.rstrip("/")

    def below(self, query: str) -> str | None:
        """A query as a path below its FHIR server, None where a whole address leads somewhere else."""
        if not is_whole(query):
            return query
        for joint in ("/", "?"):
            if query.startswith(f"{self.base}{joint}"):
                return query.removeprefix(self.base).removeprefix("/")
        return None

    @property
    def origins(self) -> frozenset[Origin]:
        """The servers that may be asked on its account."""
        return frozenset({origin_of(self.jku), origin_of(self.fhir)})


def is_whole(address: str) -> bool:
    """Whether an address names its server; after the question mark others may be named."""
    return "://" in address.partition("?")[0]


def origin_of(address: str) -> Origin:
    """The scheme, the host and the port of an address, the port None where it is the usual one."""
    parts = urlsplit(address)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, (parts.hostname or ""), None if parts.port == usual else parts.port
