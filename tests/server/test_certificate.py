"""HTTPS with a certificate of the operator's."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.server.running import running

PASSWORD = "hunter2"


@pytest.fixture
def pair(tmp_path: Path) -> dict[str, Path]:
    """A certificate for localhost that signs itself, and its key under a password."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    files = {"certificate": tmp_path / "certificate.pem", "certificate_key": tmp_path / "key.pem"}
    files["certificate"].write_bytes(certificate.public_bytes(encoding))
    files["certificate_key"].write_bytes(key.private_bytes(encoding, form, locked))
    return files


def test_answers_are_encrypted_and_the_password_is_not_shown(tmp_path: Path, pair: dict[str, Path]) -> None:
    with running(tmp_path, certificate_password=PASSWORD, **pair) as server:
        trust = ssl.create_default_context(cafile=pair["certificate"])
        found = httpx.get(f"https://localhost:{server.port}/health", verify=trust)
        assert server.address.startswith("https://")
    assert found.json()["status"] == "ok"
    assert PASSWORD not in server.printed
    assert PASSWORD not in server.errors.read_text(encoding="utf-8")
