"""Files and text as located trees: what is read, and what the file system can make of a name."""

from pathlib import Path

import pytest

from coverline.document import (
    Comment,
    Entries,
    Items,
    Node,
    Scalar,
    read_comments,
    read_file,
    read_lines,
    read_text,
)
from coverline.problem import Unreadable


def _plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return None if node.is_nothing else node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {name.text: _plain(value) for name, value in node.entries}


def _refused(path: Path, limit: int = 1000) -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(path, limit)
    return str(caught.value)


def test_scalars_stay_text() -> None:
    tree = read_text("a: no\nb: 00100\nc: 64E10\nd: 2020-06\ne: 'x # y'\nf: [1.50, true]\n", "file")
    assert _plain(tree) == {
        "a": "no", "b": "00100", "c": "64E10", "d": "2020-06", "e": "x # y", "f": ["1.50", "true"],
    }  # fmt: skip


def test_every_node_knows_its_place() -> None:
    tree = read_text("a: 1\nb:\n  - c: {d: e}\n", "file")
    assert isinstance(tree, Entries)
    rows = tree.get("b")
    assert isinstance(rows, Items)
    row = rows.items[0]
    assert isinstance(row, Entries)
    inner = row.get("c")
    assert isinstance(inner, Entries)
    value = inner.get("d")
    assert isinstance(value, Scalar)
    assert [(each.line, each.column) for each in (tree, rows, row, inner, value)] == [
        (1, 1), (3, 3), (3, 5), (3, 8), (3, 12),
    ]  # fmt: skip
    assert (rows.flow, inner.flow, value.file) == (False, True, "file")


def test_nothing_is_not_text() -> None:
    tree = read_text('a:\nb: null\nc: ~\nd: "null"\ne: ""\n', "file")
    assert _plain(tree) == {"a": None, "b": None, "c": None, "d": "null", "e": ""}


def test_json_is_read_with_places() -> None:
    tree = read_text('{"a":\n\t[1, "b\\n", null, {}, "\\ud83d\\ude00"]}', "case.json")
    assert _plain(tree) == {"a": ["1", "b\n", None, {}, "\U0001f600"]}
    assert isinstance(tree, Entries)
    value = tree.get("a")
    assert isinstance(value, Items)
    assert [(item.line, item.column) for item in value.items] == [(2, 3), (2, 6), (2, 13), (2, 19), (2, 23)]


def test_json_is_told_by_its_first_marks_where_the_name_tells_nothing() -> None:
    assert _plain(read_text('{"a": "b\\u0041"}', "standard input")) == {"a": "bA"}
    assert _plain(read_text("{a: b}", "standard input")) == {"a": "b"}
    assert _plain(read_text('{"a": b}', "case.yaml")) == {"a": "b"}


def test_an_empty_file_of_json() -> None:
    with pytest.raises(Unreadable, match="found nothing"):
        read_text(" ", "case.json")


def test_very_long_numbers_stay_text() -> None:
    digits = "9" * 10_000
    assert _plain(read_text(f"[{digits}]", "case.json")) == [digits]


def test_lines_count_on_their_own() -> None:
    first, broken, last = read_lines('{"a": 1}\n\n{"b"\n[2]\n', "file")
    assert isinstance(first, Entries)
    assert isinstance(broken, Unreadable)
    assert broken.problems[0].line == 3
    assert isinstance(last, Items)
    assert (last.line, _plain(last)) == (4, ["2"])


def test_a_file_of_another_size(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("a: 1\n" * 300)
    assert _refused(path).endswith(
        "found 1,500 bytes; expected at most 1,000 bytes; split it into several files"
    )


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("opened"))
    assert "50,000,000 bytes" in _refused(path)


def test_a_pipe_that_does_not_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    path.symlink_to("/dev/zero")
    assert "found 1,001 bytes" in _refused(path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "binary.yaml"
    path.write_bytes(b"a: 1\nb: \xff\n")
    assert _refused(path).endswith(
        "binary.yaml:2: found bytes that are not text; expected a text file in UTF-8; save it again as UTF-8"
    )


def test_a_mark_of_utf_8_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert _plain(read_file(path)) == {"a": "1"}


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    assert _refused(tmp_path / "none.yaml").endswith("found no file; expected a file that can be read")
    assert _refused(tmp_path).endswith("found a folder; expected a file")
    assert "found no file" in _refused(tmp_path / ("x" * 300))


def test_a_file_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.yaml"
    path.write_text("a: 1")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert "found a file that this user may not read" in _refused(path)


def test_a_bomb_of_aliases_is_refused_where_it_begins() -> None:
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(Unreadable) as caught:
        read_text("a0: &a0 x\n" + "\n".join(rows), "bomb.yaml")
    assert [problem.line for problem in caught.value.problems] == [1]


@pytest.mark.parametrize("mark", ["[", '{"a":'])
def test_deep_nesting_is_refused_at_its_depth(mark: str) -> None:
    for name in ("deep.json", "deep.yaml"):
        with pytest.raises(Unreadable, match="40 levels"):
            read_text(mark * 100_000, name)


def test_comments_are_found_and_values_are_not() -> None:
    text = "# top\na: 'x # y' # beside\nb: |  # header\n  # text\nc: [d, # in\n  e#f]\n# end"
    assert read_comments(text) == (
        Comment("# top", 1, alone=True),
        Comment("# beside", 2, alone=False),
        Comment("# header", 3, alone=False),
        Comment("# in", 5, alone=False),
        Comment("# end", 7, alone=True),
    )


def test_a_problem_before_a_broken_line_is_told_too() -> None:
    with pytest.raises(Unreadable) as caught:
        read_text("a: {b, c: 1}\nd: @e\n", "file")
    assert [problem.line for problem in caught.value.problems] == [1, 2]
