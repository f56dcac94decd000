"""Servers that the tests of a module share."""

from collections.abc import Iterator

import pytest

from tests.server.running import Running, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server as it is by default, with one worker."""
    with running(tmp_path_factory.mktemp("server")) as found:
        yield found
