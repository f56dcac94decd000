"""A server that knows one EHR, and that EHR."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.fhir.ehr import TOKEN, Ehr, nothing, running_ehr
from tests.server.running import Running, running

ADDRESS = "https://coverline.example.org"


@dataclass(frozen=True, slots=True)
class Pair:
    """A server and the EHR that is registered with it."""

    server: Running
    ehr: Ehr

    def audience(self, hook: str = "order-sign") -> str:
        return f"{ADDRESS}/cds-services/{hook}-crd"

    def call(self, body: Any, token: str | None = None, hook: str = "order-sign") -> httpx.Response:
        """What a hook call gives, signed as it should be unless a token is given; "" sends none."""
        signed = self.ehr.token(self.audience(hook)) if token is None else token
        headers = {"Authorization": f"Bearer {signed}"} if signed else {}
        return self.server.post(f"/cds-services/{hook}-crd", body, headers=headers)

    def lending(self, body: dict[str, Any]) -> dict[str, Any]:
        """The call with the address of the EHR's FHIR server and a token for it."""
        lent = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 300, "scope": "user/*.read"}
        return {**body, "fhirServer": f"{self.ehr.address}/fhir/", "fhirAuthorization": lent}


@pytest.fixture(scope="session")
def _pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with running_ehr() as ehr:
        registered = json.dumps([ehr.registered])
        with running(tmp_path_factory.mktemp("hooks"), address=ADDRESS, ehrs=registered) as server:
            yield Pair(server, ehr)


@pytest.fixture
def pair(_pair: Pair) -> Pair:
    """The two, the EHR with an empty chart and a clean memory."""
    _pair.ehr.behave = nothing
    _pair.ehr.asked.clear()
    return _pair


@pytest.fixture(scope="session")
def unregistered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that knows no EHR, and answers as /api does."""
    with running(tmp_path_factory.mktemp("open")) as server:
        yield server


@pytest.fixture(scope="module")
def server(unregistered: Running) -> Iterator[httpx.Client]:
    """The same over one connection, for hundreds of calls."""
    with httpx.Client(base_url=unregistered.address, timeout=60) as client:
        yield client
