"""A site as a folder: nobody's file is touched, and nothing is left half written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from coverline.problem import Unreadable
from coverline.publish import assets
from coverline.publish.folder import MARKER, write_site
from coverline.publish.site import Site


@dataclass
class Pages:
    """A site of a few pages."""

    pages: dict[str, Callable[[], str]]
    library: Any = field(default_factory=lambda: type("Content", (), {"content_hash": "0" * 64}))


def site(**pages: str) -> Site:
    named = {f"{name}.html": (lambda text=text: text) for name, text in pages.items()}  # type: ignore[misc]
    return cast("Site", Pages({"deep/down/index.html": lambda: "index", **named}))


def written(site: Site, folder: Path) -> list[str]:
    heard: list[str] = []
    assert write_site(site, folder, heard.append) == len(heard)
    return heard


def content(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


def test_every_page_is_told_and_stands_beside_its_assets(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    assert written(site(about="a"), folder) == ["deep/down/index.html", "about.html"]
    assert set(content(folder)) == {"deep/down/index.html", "about.html", MARKER, *assets.NAMES}
    assert list(folder.parent.iterdir()) == [folder]


def test_a_former_site_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    written(site(old="old", same="before"), folder)
    written(site(same="after"), folder)
    assert "old.html" not in content(folder)
    assert content(folder)["same.html"] == "after"
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("stranger", ["mine.txt", "deep/mine.txt", "empty/"])
def test_a_folder_with_anything_else_in_it_is_refused_and_left_as_it_is(
    stranger: str, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    written(site(page="before"), folder)
    if stranger.endswith("/"):
        (folder / stranger).mkdir()
    else:
        (folder / stranger).write_text("mine", encoding="utf-8")
    before = content(folder)
    with pytest.raises(Unreadable, match=f"found {stranger.rstrip('/')}, which no site wrote; expected"):
        written(site(page="after"), folder)
    assert content(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("marker", ["not json", "[]", "{}", '{"files": "page.html"}', '{"files": [1]}'])
def test_a_list_that_cannot_be_read_lists_nothing(marker: str, tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text(marker, encoding="utf-8")
    with pytest.raises(Unreadable, match="which no site wrote"):
        written(site(), tmp_path)


def test_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(Unreadable, match="found a file; expected a new folder"):
        written(site(), file)
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_page_that_cannot_be_made_leaves_the_former_site(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    written(site(page="before"), folder)
    broken = site(page="after")
    cast("Pages", broken).pages["broken.html"] = lambda: str(1 // 0)
    with pytest.raises(ZeroDivisionError):
        written(broken, folder)
    assert content(folder)["page.html"] == "before"
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_cannot_be_moved_into_place_gives_the_former_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    written(site(page="before"), folder)
    rename = Path.rename

    def refusing(self: Path, target: Path) -> Path:
        if Path(target) == folder.resolve() and not self.name.endswith(".former"):
            raise PermissionError(1, "not now", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(PermissionError):
        written(site(page="after"), folder)
    assert content(folder)["page.html"] == "before"
    assert list(tmp_path.iterdir()) == [folder]
