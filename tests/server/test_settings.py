"""Settings: where each comes from, and every wrong one named with its place."""

import socket
from pathlib import Path

import pytest

from coverline.problem import Unreadable
from coverline.server.settings import LOOPBACK, Settings, read_settings, shown
from tests.cli.command import coverline


def _problems(environment: dict[str, str], file: Path | None = None, **options: object) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        read_settings(options, environment, file)
    return [str(each) for each in refused.value.problems]


def test_an_option_comes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text('port = 1\nworkers = 3\nhost = "::1"\n', encoding="utf-8")
    environment = {"COVERLINE_SERVE_PORT": "2", "COVERLINE_SERVE_WORKERS": "4", "OTHER": "x"}
    found = read_settings({"port": 5, "host": None}, environment, file)
    assert (found.port, found.workers, found.host) == (5, 4, "::1")


def test_only_this_machine_is_answered_by_default() -> None:
    settings = read_settings({}, {}, None)
    assert settings.host == "127.0.0.1"
    assert settings.hosts == set(LOOPBACK)
    assert not settings.is_exposed
    assert read_settings({"host": "0.0.0.0"}, {}, None).is_exposed


def test_several_hosts_are_parted_by_commas() -> None:
    found = read_settings({}, {"COVERLINE_SERVE_ALLOWED_HOSTS": "A.example, b.example"}, None)
    assert found.hosts == {*LOOPBACK, "a.example", "b.example"}


def test_every_wrong_setting_is_named_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text('body_byte = 1\nmost_requests = "many"\n', encoding="utf-8")
    environment = {"COVERLINE_SERVE_WORKERS": "0", "COVERLINE_SERVE_CERTIFICATE": "a.pem"}
    found = _problems(environment, file, port=70000)
    assert 'option: found port "70000"; expected less than or equal to 65535' in found
    assert any(
        each.startswith('COVERLINE_SERVE_WORKERS: found workers "0"; expected greater') for each in found
    )
    assert any(
        each.startswith(f'{file}: found most_requests "many"; expected a valid integer') for each in found
    )
    assert any(f"{file}: found the setting body_byte; expected one of" in each for each in found)
    assert any('did you mean "body_bytes"?' in each for each in found)


def test_a_certificate_needs_its_key() -> None:
    (found,) = _problems({"COVERLINE_SERVE_CERTIFICATE": "a.pem"})
    assert "certificate_key" in found


def test_a_file_that_is_not_toml(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text("port: 8000", encoding="utf-8")
    (found,) = _problems({}, file)
    assert found.startswith(f"{file}: found text that is not TOML")


def test_a_secret_is_never_shown() -> None:
    secret = {"COVERLINE_SERVE_CERTIFICATE_PASSWORD": "hunter2"}
    pair = {"COVERLINE_SERVE_CERTIFICATE": "a", "COVERLINE_SERVE_CERTIFICATE_KEY": "b"}
    settings = read_settings({}, {**secret, **pair}, None)
    assert "hunter2" not in f"{shown(settings)}{settings!r}"
    assert shown(settings)["certificate_password"] == "**********"
    assert "hunter2" not in str(_problems({**secret, "COVERLINE_SERVE_CERTIFICATE": "a"}))


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = coverline("serve", "--port", str(port))
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(
        f"serve: found 127.0.0.1 port {port}, which cannot be had (Address already in use)"
    )


def test_a_certificate_that_is_not_there() -> None:
    missing = {"COVERLINE_SERVE_CERTIFICATE": "/none.pem", "COVERLINE_SERVE_CERTIFICATE_KEY": "/none.pem"}
    run = coverline("serve", "--port", "0", environment=missing)
    assert (run.status, run.out) == (2, "")
    assert "/none.pem" in run.err
    assert "Traceback" not in run.err
