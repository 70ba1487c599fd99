"""`steady doctor` and `steady talk` on a machine that lacks something."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from voice_local.cli import talk
from voice_local.devices import open_device
from voice_local.doctor import doctor
from voice_local.loudspeaker import MiniaudioLoudspeaker
from voice_local.microphone import MiniaudioMicrophone
from voice_local.ports import DeviceLost, VoiceLost
from voice_local.sound import HEARD_HZ
from voice_local.voice import PyttsxVoice
from voice_local.vosk_ears import VoskEars

NOTHING = "No microphone was found. mend: plug one in"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STEADY_HOME", str(tmp_path / "steady"))
    monkeypatch.delenv("STEADY_MODEL", raising=False)
    return tmp_path


@pytest.fixture
def no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object) -> None:
        raise DeviceLost(NOTHING)

    monkeypatch.setattr(MiniaudioMicrophone, "open", fail)
    monkeypatch.setattr(MiniaudioLoudspeaker, "open", fail)


@pytest.fixture
def a_quiet_room(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(self: object) -> None: ...

    monkeypatch.setattr(MiniaudioMicrophone, "open", nothing)
    monkeypatch.setattr(MiniaudioMicrophone, "read", lambda self: b"\x20\0" * (HEARD_HZ // 50))
    monkeypatch.setattr(MiniaudioLoudspeaker, "open", nothing)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(doctor, [*arguments, "--silent"])


class TestDoctor:
    def test_where_all_is_there_it_exits_well(self, a_quiet_room: None, model: Path) -> None:
        done = run("--model", str(model))
        assert done.exit_code == 0, done.output
        assert "FAILS" not in done.output
        assert "noise of the room 32 of 32767" in done.output

    def test_it_tells_how_often_answers_are_heard_right(
        self, a_quiet_room: None, model: Path
    ) -> None:
        assert "of 20 heard right" in run("--model", str(model)).output

    @pytest.mark.usefixtures("no_sound")
    def test_a_missing_microphone_fails_and_says_how_to_mend_it(self, model: Path) -> None:
        done = run("--model", str(model))
        assert done.exit_code == 3
        lines = done.output.splitlines()
        at = lines.index("FAILS  microphone   No microphone was found.")
        assert lines[at + 1].strip() == "mend: plug one in"

    @pytest.mark.usefixtures("a_quiet_room")
    def test_a_missing_model_fails_and_names_the_command(self) -> None:
        done = run()
        assert done.exit_code == 3
        assert "steady model get" in done.output

    @pytest.mark.usefixtures("a_quiet_room")
    def test_a_missing_voice_fails_and_says_what_to_install(
        self, model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(self: object, text: str, pace: str = "normal") -> None:
            raise VoiceLost("The voice hangs. mend: pip install it")

        monkeypatch.setattr(PyttsxVoice, "speak", fail)
        done = run("--model", str(model))
        assert done.exit_code == 3
        assert "mend: pip install it" in done.output

    @pytest.mark.usefixtures("a_quiet_room")
    def test_a_voice_that_is_not_there_is_said_with_one_that_is(
        self, model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STEADY_VOICE", "gmw/en-uz+f3")
        done = run("--model", str(model))
        assert done.exit_code == 0
        assert "there is no 'gmw/en-uz+f3' here" in done.output
        assert "STEADY_VOICE=gmw/en-us" in done.output

    @pytest.mark.usefixtures("a_quiet_room")
    def test_a_log_that_cannot_be_opened_fails(self, model: Path, tmp_path: Path) -> None:
        (tmp_path / "log.db").write_text("this is no database " * 99, "utf-8")
        done = run("--model", str(model), "--db", str(tmp_path / "log.db"))
        assert done.exit_code == 3
        assert "FAILS  log" in done.output


class TestTalk:
    @pytest.mark.parametrize(("options", "code"), [([], 0), (["--no-keyboard"], 3)])
    def test_with_nobody_to_type_it_ends_well_and_only_a_service_fails(
        self, home: Path, options: list[str], code: int
    ) -> None:
        command = [str(Path(sys.executable).parent / "steady"), "talk", *options]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        assert done.returncode == code
        assert b"steady model get" in done.stderr
        assert (b"Are you safe right now?" in done.stdout) is (code == 0)

    def test_without_a_model_it_says_how_to_get_one_and_goes_on_by_keyboard(self) -> None:
        done = CliRunner().invoke(talk, ["--consent", "no"], input="i'm safe\n")
        assert done.exit_code == 0
        assert "steady model get" in done.output
        assert "Are you alone right now?" in done.output

    @pytest.mark.usefixtures("no_sound")
    def test_without_a_microphone_too(self, model: Path) -> None:
        arguments = ["--consent", "no", "--model", str(model)]
        done = CliRunner().invoke(talk, arguments, input="i'm safe\n")
        assert done.exit_code == 0
        assert "No microphone was found." in done.output
        assert "Are you alone right now?" in done.output

    def test_error_a_setting_that_is_none_is_wrong_usage(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STEADY_RATE", "fast")
        done = CliRunner().invoke(talk, [])
        assert done.exit_code == 2
        assert "STEADY_RATE='fast'" in done.output


class TestModel:
    def test_error_a_folder_that_is_not_there_never_asks_the_network(self, tmp_path: Path) -> None:
        with pytest.raises(RuntimeError, match="there is no model"):
            VoskEars(tmp_path / "nothing")

    def test_words_that_the_model_lacks_are_told(self, model: Path) -> None:
        ears = VoskEars(model)
        assert not ears.knows("zyzzyva")
        assert ears.knows("yes")

    def test_error_a_device_of_no_kind_is_told_with_what_mends_it(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        import miniaudio

        def fail(*arguments: object, **settings: object) -> None:
            raise miniaudio.MiniaudioError("failed to init device")

        monkeypatch.setattr(miniaudio, "CaptureDevice", fail)
        with pytest.raises(DeviceLost, match=r"No microphone was found\. mend: "):
            open_device("microphone", "CaptureDevice")
