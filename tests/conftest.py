"""What all tests share: how many examples a law gets, and how golden files are renewed."""

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--examples", type=int, help=f"fresh examples of each law, not the same {EXAMPLES}")
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    asked: int | None = config.getoption("--examples")
    settings.register_profile(
        "laws",
        max_examples=asked or EXAMPLES,
        derandomize=asked is None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("laws")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether this run writes golden files instead of comparing with them."""
    return bool(request.config.getoption("--update-golden"))
