"""What a person names a policy by."""

from pathlib import Path

import pytest

from coverline.library import Library
from coverline.library.content import SHIPPED
from coverline.library.references import version_of, versions_of
from coverline.problem import Unreadable

LIBRARY = Library.load()
FILE = SHIPPED / "policies/cigna-0040/2024-06-15.yaml"


def problem(reference: str) -> str:
    with pytest.raises(Unreadable) as found:
        versions_of(reference, LIBRARY)
    return str(found.value)


def test_an_id_is_every_version_and_the_newest_of_them() -> None:
    assert versions_of("cigna-0040", LIBRARY) == LIBRARY.policies["cigna-0040"]
    assert version_of("cigna-0040", LIBRARY) is LIBRARY.policies["cigna-0040"][-1]


def test_an_id_with_a_day_is_the_version_of_that_day() -> None:
    assert versions_of("cigna-0040@2024-10-31", LIBRARY) == (LIBRARY.version("cigna-0040"),)


def test_a_file_is_the_version_in_it(tmp_path: Path) -> None:
    copy = tmp_path / "policy.yaml"
    copy.write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")
    assert version_of(str(copy), LIBRARY) == LIBRARY.version("cigna-0040")


def test_what_is_wrong_is_said_with_what_was_expected(tmp_path: Path) -> None:
    assert 'did you mean "cigna-0040"?' in problem("cigna-004")
    assert 'found "2024-13-01" as a day; expected a day such as 2020-09-15' in problem(
        "cigna-0040@2024-13-01"
    )
    after = problem("cigna-0040@2024-11-01")
    assert "found no version in force on 2024-11-01" in after
    assert "any day to 2024-10-31" in after
    broken = tmp_path / "broken.yaml"
    broken.write_text("policy: a\n", encoding="utf-8")
    assert "broken.yaml" in problem(str(broken))
