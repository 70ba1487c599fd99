"""`steady demo`: a whole talk, really spoken and really heard, and what it leaves behind."""

from __future__ import annotations

import array
import json
import sqlite3
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from voice_local.demo import DEFAULT_SCRIPT, read_script
from voice_local.demo_cli import demo
from voice_local.sound import HEARD_HZ, level

Run = Callable[..., list[dict[str, object]]]


@pytest.fixture
def run(tmp_path: Path, model: Path) -> Run:
    def run(*lines: str, noise: str | None = None) -> list[dict[str, object]]:
        script = tmp_path / "script.txt"
        script.write_text("\n".join(lines), "utf-8")
        arguments = ["--json", "--script", str(script), "--out", str(tmp_path / "talk.wav")]
        arguments += ["--db", str(tmp_path / "log.db"), "--model", str(model)]
        arguments += ["--noise", noise] if noise else []
        done = CliRunner().invoke(demo, arguments)
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def test_the_shipped_talk_goes_through_all_three_trees(tmp_path: Path, model: Path) -> None:
    arguments = ["--out", str(tmp_path / "talk.wav"), "--db", str(tmp_path / "log.db")]
    done = CliRunner().invoke(demo, [*arguments, "--model", str(model)])
    assert done.exit_code == 0, done.output
    kept = done.output.partition("answers in")[2]
    for place in ("front_door/", "first_hours/", "trigger_questions/"):
        assert place in kept
    assert done.output.count("\n> ") == len(read_script(DEFAULT_SCRIPT.read_bytes()))


class TestTurns:
    def test_there_is_one_object_for_each_line(self, run: Run) -> None:
        turns = run("i'm safe", "i'm alone")
        assert [turn["expected"] for turn in turns] == ["i'm safe", "i'm alone"]
        assert turns[0]["said"] == "Are you alone right now?"
        assert str(turns[0]["asked"]).startswith("This is Steady Ground")
        assert all(isinstance(turn["latency_ms"], int) for turn in turns)

    def test_danger_is_heard_and_answered_with_the_number(self, run: Run) -> None:
        (turn,) = run("i want to kill myself")
        assert "988" in str(turn["said"])

    def test_words_that_the_model_lacks_and_signs_do_no_harm(self, run: Run) -> None:
        lines = ("zyzzyva quokka \N{PILE OF POO}", "\N{GREEK SMALL LETTER ALPHA} 123 !?", "yes")
        turns = run(*lines)
        assert [turn["expected"] for turn in turns] == list(lines)

    def test_lines_behind_the_end_of_a_talk_are_spoken_in_the_next(self, run: Run) -> None:
        turns = run("stop", "i'm safe")
        assert str(turns[1]["asked"]).endswith("Are you safe right now?")

    def test_noise_is_heard_through(self, run: Run) -> None:
        turns = run("i'm safe", noise="20")
        assert turns[0]["said"] == "Are you alone right now?"

    def test_an_empty_script_is_fine(self, run: Run) -> None:
        assert run("# nothing") == []

    def test_the_person_may_be_drowned_in_noise(self, run: Run) -> None:
        (turn,) = run("yes", noise="-15")
        assert turn["heard"] == ""

    def test_a_line_that_never_ends_is_answered_before_its_end(self, run: Run) -> None:
        (turn,) = run("i am safe " * 60)
        assert isinstance(turn["latency_ms"], int)
        assert turn["latency_ms"] < 0
        assert turn["said"]


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        (b"yes\ncaf\xe9\n", "line 2 is not UTF-8"),
        (b"# a story\n" + b"word " * 500, "line 2 has 2,499 letters"),
    ],
)
def test_error_a_script_that_cannot_be_spoken_says_which_line(
    tmp_path: Path, script: bytes, problem: str
) -> None:
    path = tmp_path / "script.txt"
    path.write_bytes(script)
    done = CliRunner().invoke(demo, ["--script", str(path)])
    assert done.exit_code == 2
    assert problem in done.output


def test_error_a_setting_that_is_none_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEADY_RATE", "fast")
    done = CliRunner().invoke(demo, [])
    assert done.exit_code == 2
    assert "STEADY_RATE='fast'" in done.output


class TestWhatRemains:
    def test_the_wav_has_the_person_left_the_product_right_and_true_delays(
        self, run: Run, tmp_path: Path
    ) -> None:
        (turn,) = run("i'm safe")
        with wave.open(str(tmp_path / "talk.wav")) as file:
            assert file.getnchannels() == 2
            assert file.getframerate() == HEARD_HZ
            samples = array.array("h", file.readframes(file.getnframes()))
        person, product = samples[0::2], samples[1::2]
        ended = max(at for at in range(0, len(person), 80) if abs(person[at]) > 300)
        replied = next(
            at
            for at in range(ended, len(product), 80)
            if level(product[at : at + 80].tobytes()) > 50
        )
        assert 1000 * (replied - ended) / HEARD_HZ == pytest.approx(turn["latency_ms"], abs=120)
        assert level(product[: person.index(max(person))].tobytes()) > 100

    def test_without_a_yes_nothing_is_kept(self, run: Run, tmp_path: Path) -> None:
        run("i'm safe", "i'm alone")
        assert not (tmp_path / "log.db").exists()

    def test_with_a_yes_the_answers_are_in_the_log(self, run: Run, tmp_path: Path) -> None:
        run("i'm safe", "i'm alone", "yes", "no")
        connection = sqlite3.connect(tmp_path / "log.db")
        names = {name for (name,) in connection.execute("SELECT name FROM answers")}
        connection.close()
        assert {"safe", "alone", "keep"} <= names
