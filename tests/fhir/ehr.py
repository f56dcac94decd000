"""An EHR on this machine: its keys, its tokens, and a FHIR server that behaves as it is told."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, Key, OctKey, RSAKey

# A body that is no bytes is sent part by part, without its length, until the other side has enough.
Answer = tuple[int, dict[str, str], bytes | Iterable[bytes]]
Behaviour = Callable[[str], Answer]

ISSUER = "https://ehr.example.org"
TOKEN = "lent-token-5312"


def json_answer(data: object, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/fhir+json"}, json.dumps(data).encode()


def nothing(_path: str) -> Answer:
    return json_answer({"resourceType": "Bundle", "type": "searchset", "entry": []})


@dataclass
class Ehr:
    """What the EHR signs with, what it was asked, and how it answers below /fhir/ and at /keys."""

    address: str
    ec: ECKey
    rsa: RSAKey
    behave: Behaviour = nothing
    keys: Behaviour | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def jku(self) -> str:
        return f"{self.address}/keys"

    @property
    def registered(self) -> dict[str, str]:
        return {"issuer": ISSUER, "jku": self.jku, "fhir": f"{self.address}/fhir"}

    def public(self) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in (self.ec, self.rsa)]}

    def token(
        self, audience: str, key: Key | None = None, header: dict[str, Any] | None = None, **claims: Any
    ) -> str:
        """A token for an audience; a claim or a part of the header that is None is left out."""
        key = key or self.ec
        algorithm = "RS384" if isinstance(key, RSAKey) else "HS256" if isinstance(key, OctKey) else "ES384"
        head = {"alg": algorithm, "typ": "JWT", "kid": key.kid, "jku": self.jku, **(header or {})}
        now = int(time.time())
        said = {"iss": ISSUER, "aud": audience, "iat": now, "exp": now + 300, "jti": str(uuid4()), **claims}
        return jwt.encode(
            {name: value for name, value in head.items() if value is not None},
            {name: value for name, value in said.items() if value is not None},
            key,
            algorithms=[algorithm],
        )


@contextmanager
def running_ehr() -> Iterator[Ehr]:
    """An EHR that answers until the block ends."""
    found: list[Ehr] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ehr = found[0]
            ehr.asked.append((self.path, self.headers.get("Authorization", "")))
            if self.path == "/keys":
                answer = ehr.keys(self.path) if ehr.keys else json_answer(ehr.public())
            else:
                answer = ehr.behave(self.path.removeprefix("/fhir/"))
            status, headers, body = answer
            try:
                self.send_response(status)
                length = {"Content-Length": str(len(body))} if isinstance(body, bytes) else {}
                for name, value in {**length, **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                for part in [body] if isinstance(body, bytes) else body:
                    self.wfile.write(part)
            except OSError:
                pass

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    address = f"http://127.0.0.1:{server.server_port}"
    found.append(
        Ehr(
            address,
            ECKey.generate_key("P-384", {"kid": "ec-1", "use": "sig"}, private=True),
            RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"}, private=True),
        )
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found[0]
    finally:
        server.shutdown()
        server.server_close()
