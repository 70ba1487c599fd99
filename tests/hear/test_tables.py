"""What a model knows, as it lies in a file."""

import random
import sys
from pathlib import Path

import pytest

from dialogs.cli import main
from dialogs.hear.tables import by_key, keys_of, read_tables, write_tables
from dialogs.problems import DamagedFile

CHANCE = random.Random(1)
NAMES = sorted(
    {"".join(CHANCE.choices("abcdefgh _#~<>'", k=CHANCE.randint(1, 24))) for _ in range(3000)}
)
KNOWN, OTHERS = NAMES[::2], NAMES[1::2]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "it.model"
    numbers = {name: 7 * at for at, name in enumerate(KNOWN)}
    rows = {name: (at, -at, 1) for at, name in enumerate(KNOWN)}
    tables = {"numbers": (by_key(numbers), "H"), "rows": (by_key(rows), "3h"), "none": ({}, "Q")}
    write_tables(path, {"labels": ["a", "b"]}, tables)
    return path


class TestAModel:
    def test_says_what_was_written_of_it(self, path: Path) -> None:
        assert read_tables(path)[0] == {"labels": ["a", "b"]}

    def test_knows_every_name_that_was_written(self, path: Path) -> None:
        tables = read_tables(path)[1]
        assert [tables["numbers"].get(name) for name in KNOWN] == [
            7 * at for at in range(len(KNOWN))
        ]
        assert tables["rows"].of(keys_of(KNOWN)) == [(at, -at, 1) for at in range(len(KNOWN))]

    def test_knows_no_other_name(self, path: Path) -> None:
        tables = read_tables(path)[1]
        assert not any(name in tables["numbers"] for name in OTHERS)
        assert tables["rows"].of(keys_of(OTHERS)) == []

    @pytest.mark.parametrize("name", ["", "\0"])
    def test_knows_nothing_of_an_empty_name(self, path: Path, name: str) -> None:
        tables = read_tables(path)[1]
        assert name not in tables["numbers"]
        assert tables["numbers"].get(name) is None
        for table in tables.values():
            assert table.find(keys_of([name])) == table.of(keys_of([name])) == []

    def test_may_know_nothing(self, path: Path) -> None:
        assert read_tables(path)[1]["none"].of(keys_of(KNOWN)) == []

    def test_is_the_same_file_each_time(self, path: Path, tmp_path: Path) -> None:
        table = {"rows": (by_key({name: (len(name), 0) for name in KNOWN}), "2h")}
        for name in ("once", "again"):
            write_tables(tmp_path / name, {}, table)
        assert (tmp_path / "once").read_bytes() == (tmp_path / "again").read_bytes()


class TestADamagedModel:
    @pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.999])
    def test_is_refused_with_what_mends_it(self, path: Path, tmp_path: Path, share: float) -> None:
        stored = bytearray(path.read_bytes())
        stored[int(share * len(stored))] ^= 4
        (tmp_path / "bad.model").write_bytes(stored)
        with pytest.raises(DamagedFile, match=r"bad\.model: the model is damaged[^$]*pip install"):
            read_tables(tmp_path / "bad.model")

    def test_is_refused_where_it_is_cut_off(self, path: Path, tmp_path: Path) -> None:
        for length in (0, 3, 50, path.stat().st_size - 1):
            (tmp_path / "cut.model").write_bytes(path.read_bytes()[:length])
            with pytest.raises(DamagedFile, match="damaged"):
                read_tables(tmp_path / "cut.model")

    def test_is_refused_where_it_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(DamagedFile, match="missing"):
            read_tables(tmp_path / "none.model")

    def test_ends_the_program_with_3_and_no_traceback(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr("dialogs.hear.strays.MODEL", tmp_path / "none.model")
        monkeypatch.setattr(sys, "argv", ["steady", "hear"])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 3
        assert "mend: pip install" in capsys.readouterr().err


class TestAKey:
    def test_is_the_same_on_every_machine(self) -> None:
        assert keys_of(["die", "i want to die tonight"]) == [
            6_646_116,
            4_228_611_664_413_870_552,
        ]

    def test_stands_for_one_name_of_a_table(self) -> None:
        with pytest.raises(ValueError, match="two names have one key"):
            by_key({"a": 1, "a\0": 2})

    def test_is_never_zero(self, tmp_path: Path) -> None:
        assert 0 not in keys_of(["", "\0"])
        with pytest.raises(ValueError, match="zero stands for no key"):
            write_tables(tmp_path / "zero.model", {}, {"numbers": ({0: 1}, "H")})
