"""YAML in which nothing is guessed and everything has a place."""

from pathlib import Path

import pytest

from dialogs.source import Block, parse_source, read_source


class TestValues:
    def test_every_scalar_stays_the_text_that_was_written(self) -> None:
        """YAML itself would give True, False, 750, 1.0, None and a date."""
        block, faults = parse_source("a: [yes, no, on, 12:30, 1.0, ~, 2026-11-22]\n")
        assert block == {"a": ["yes", "no", "on", "12:30", "1.0", "~", "2026-11-22"]}
        assert faults == []

    def test_keys_and_values_know_where_they_stand(self) -> None:
        """Counted from 1, as editors do."""
        block, _ = parse_source("a: b\nc:\n  - {d: e}\n")
        key = list(block)[1]
        inner = block.value("c")[0]  # type: ignore[index]
        assert (key.line, key.column) == (2, 1)
        assert isinstance(inner, Block)
        assert (inner.line, inner.column) == (3, 5)
        assert (inner.value("d").line, inner.value("d").column) == (3, 9)  # type: ignore[union-attr]

    def test_an_empty_file_is_an_empty_mapping(self) -> None:
        """It lacks keys, and that is told later."""
        assert parse_source("# nothing yet\n") == ({}, [])


class TestFaults:
    def test_error_duplicate_keys_are_all_told_and_the_first_counts(self) -> None:
        """Also deep inside."""
        block, faults = parse_source("a: {b: 1, b: 2, b: 3}\na: 4\n")
        assert block == {"a": {"b": "1"}}
        assert [(f.kind, f.what, f.line, f.column) for f in faults] == [
            ("duplicate", "b", 1, 11),
            ("duplicate", "b", 1, 17),
            ("duplicate", "a", 2, 1),
        ]

    @pytest.mark.parametrize(
        ("text", "what", "line"),
        [
            ("a: [1\nb: 2\n", "did not find expected ',' or ']'", 2),
            ("- a\n- b\n", "expected keys with values at the top of the file", 1),
            ("a: &x 1\nb: *x\n", "anchors and aliases are not used here: write the value out", 2),
            ("a: &x [1]\n", "anchors and aliases are not used here: write the value out", 1),
            ("a: 1\n---\nb: 2\n", "a second document begins here; one file holds one", 2),
            ("[a, b]: 1\n", "a key must be one plain word", 1),
            ("a:\n\t- b\n", "found character that cannot start any token", 2),
        ],
    )
    def test_error_unreadable(self, text: str, what: str, line: int) -> None:
        """What follows is lost, so it is one fault, with its line."""
        block, faults = parse_source(text)
        assert block == {}
        assert [(f.kind, f.what, f.line) for f in faults] == [("syntax", what, line)]

    def test_error_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        """The place of the first bad byte."""
        path = tmp_path / "x.yaml"
        path.write_bytes(b"a: 1\nb: caf\xe9\n")
        _, faults = read_source(path)
        assert [(f.what, f.line, f.column) for f in faults] == [
            ("the file is not UTF-8 text", 2, 7)
        ]

    def test_error_control_characters(self) -> None:
        """Told, not passed on."""
        _, faults = parse_source("a: 1\nb: \x01\n")
        assert [f.kind for f in faults] == ["syntax"]

    def test_error_nesting_without_end(self) -> None:
        """A file that is all brackets is a fault, never a crash."""
        _, faults = parse_source("a: " + "[" * 5_000 + "]" * 5_000)
        assert [f.kind for f in faults] == ["syntax"]
