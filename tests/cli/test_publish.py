"""`coverline publish` and the folders that it refuses; the site itself is tested in tests/publish."""

from pathlib import Path

from tests.cli.command import coverline


def test_a_folder_of_somebody_else_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    run = coverline("publish", str(tmp_path))
    assert (run.status, run.out) == (2, "")
    assert run.err == (
        f"{tmp_path}: found mine.txt, which no site wrote; expected a new folder, an empty one, "
        "or a site that was published before; name another folder\n"
    )
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
