"""The pages on the real server: what a person sees where the server itself refuses."""

import httpx
import pytest

from tests.server.running import Running

PERSON = {"accept": "text/html,application/xhtml+xml;q=0.9"}


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere", 404), ("/read/nowhere", 404), ("/answer", 405), ("/question", 405)]
)
def test_a_person_gets_a_page(server: Running, path: str, status: int) -> None:
    found = server.get(path, headers=PERSON)
    assert found.status_code == status
    assert found.headers["content-type"].startswith("text/html")
    assert "start with a blank page" in found.text


def test_a_program_gets_a_problem(server: Running) -> None:
    for path, headers in (("/nowhere", {"accept": "*/*"}), ("/api/nowhere", PERSON)):
        found = server.get(path, headers=headers)
        assert found.status_code == 404
        assert found.headers["content-type"] == "application/problem+json"


def test_a_form_that_is_too_large_is_answered_with_a_page(server: Running) -> None:
    form = {"content-type": "application/x-www-form-urlencoded", **PERSON}
    found = httpx.post(f"{server.address}/plan", content=b"payer=" + b"x" * 300_000, headers=form)
    assert found.status_code == 413
    assert "too large" in found.text


def test_a_form_that_does_not_come_is_answered_in_time(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.server.running import running

    head = (
        b"POST /plan HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/html\r\ncontent-length: 40\r\n"
        b"content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n\r\npayer=cigna"
    )
    with running(tmp_path_factory.mktemp("slow"), body_seconds=0.3) as server:
        found = server.raw(head)
    assert found.startswith(b"HTTP/1.1 408 ")
    assert b"did not arrive in time" in found


@pytest.mark.parametrize("name", ["style.css", "flow.css", "flow.js", "icon.svg"])
def test_assets_are_served_with_their_type(server: Running, name: str) -> None:
    found = server.get(f"/assets/{name}")
    kinds = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    assert found.status_code == 200
    assert found.headers["content-type"].partition(";")[0] == kinds[name.rpartition(".")[2]]


def test_the_policies_are_found_under_their_folder(server: Running) -> None:
    found = server.get("/read/", follow_redirects=True)
    assert found.status_code == 200
    assert found.url.path == "/read/index.html"
