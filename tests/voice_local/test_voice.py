"""The voice: really spoken by pyttsx3 in its own process; what happens when that hangs or dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.events import Say
from dialogs.model import Trees
from voice_local.ports import VoiceLost
from voice_local.sound import SPOKEN_HZ, Sound, level
from voice_local.speaking import Speaking
from voice_local.speech import sentences
from voice_local.voice import MEND, PyttsxVoice, VoiceSettings
from voice_local.voice_cache import CachedVoice, fixed_parts


@pytest.fixture(scope="module")
def voice() -> Iterator[PyttsxVoice]:
    voice = PyttsxVoice()
    yield voice
    voice.close()


def driver(tmp_path: Path, body: str) -> PyttsxVoice:
    """A voice whose process does this instead."""
    script = tmp_path / "driver.py"
    script.write_text(
        "import sys, time, os\n"
        "def answer(head, body=b''):\n"
        "    sys.stdout.buffer.write(head + b'\\n' + body); sys.stdout.buffer.flush()\n" + body,
        "utf-8",
    )
    voice = PyttsxVoice(command=(sys.executable, str(script)))
    voice.answer_seconds = 0.2
    return voice


class TestSpeaking:
    def test_text_becomes_sound(self, voice: PyttsxVoice) -> None:
        sound = voice.speak("Are you safe right now?")
        assert sound.rate_hz == SPOKEN_HZ
        assert 0.8 < sound.seconds < 3
        assert level(sound.pcm) > 500

    def test_slow_is_really_slower(self, voice: PyttsxVoice) -> None:
        text = "Are you safe right now?"
        assert voice.speak(text, "slow").seconds > 1.3 * voice.speak(text).seconds

    def test_rate_and_volume_come_from_the_environment(self, voice: PyttsxVoice) -> None:
        set_so = {"STEADY_RATE": "250", "STEADY_VOLUME": "0.3"}
        quick = PyttsxVoice(VoiceSettings.from_environment(environ=set_so))
        try:
            sound, usual = quick.speak("Are you safe?"), voice.speak("Are you safe?")
        finally:
            quick.close()
        assert sound.seconds < 0.8 * usual.seconds
        assert level(sound.pcm) < 0.6 * level(usual.pcm)

    def test_error_a_rate_that_is_none_says_which_and_what_may_stand_there(self) -> None:
        with pytest.raises(ValueError, match="STEADY_RATE='fast' is not a number from 60 to 400"):
            VoiceSettings.from_environment(environ={"STEADY_RATE": "fast"})

    def test_a_text_that_is_longer_than_the_driver_bears_is_spoken_whole(
        self, voice: PyttsxVoice
    ) -> None:
        assert voice.speak("I am safe. " * 1000).seconds > 600

    @pytest.mark.parametrize("text", ["", " ", "...", "\0"])
    def test_nothing_to_say_is_silence(self, voice: PyttsxVoice, text: str) -> None:
        assert voice.speak(text).seconds == 0

    def test_a_text_that_cannot_be_spoken_costs_no_other(self, voice: PyttsxVoice) -> None:
        with pytest.raises(VoiceLost, match="surrogates"):
            voice.speak("\ud800")
        assert voice.speak("Yes.").seconds > 0.1

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems' voices know the word")
    def test_naloxone_is_said_as_a_pharmacy_says_it(self, tmp_path: Path) -> None:
        asked = tmp_path / "asked"
        voice = driver(
            tmp_path,
            f"answer(b'{{\"bytes\": 0}}')\nopen({str(asked)!r}, 'w').write(sys.stdin.readline())",
        )
        with pytest.raises(VoiceLost):
            voice.speak("Keep Naloxone near.")
        assert "Keep nal oxone near." in asked.read_text("utf-8")

    def test_the_process_ends_with_the_voice(self) -> None:
        voice = PyttsxVoice()
        voice.speak("Yes.")
        process = voice._process
        assert process is not None
        voice.close()
        assert process.returncode == 0


class TestNumbers:
    def test_each_digit_and_each_group_stands_apart(self, trees: Trees) -> None:
        number = trees.numbers["never_use_alone"].spoken
        (said,) = sentences(Say("x", f"It is {number}.", (number,)))
        assert said.parts[1:] == (
            "8, 0, 0",
            "4, 8, 4",
            "3, 7, 3, 1.",
        )

    def test_other_digits_stay_as_they_are(self) -> None:
        (said,) = sentences(Say("x", "After 24 hours, call 988.", ("988",)))
        assert said.parts == ("After 24 hours, call 9, 8, 8.",)
        assert said.text == "After 24 hours, call nine, eight, eight."

    def test_a_digit_sounds_like_its_word(self, voice: PyttsxVoice) -> None:
        digits, words = voice.speak("9, 1, 1."), voice.speak("nine, one, one.")
        assert digits.seconds == pytest.approx(words.seconds, rel=0.05)


class TestFailing:
    def test_a_process_that_hangs_is_killed_and_said_to_hang(self, tmp_path: Path) -> None:
        voice = driver(tmp_path, "answer(b'{\"bytes\": 0}')\ntime.sleep(60)")
        with pytest.raises(VoiceLost, match="hangs"):
            voice.speak("Yes.")
        assert voice._process is None

    def test_one_crash_is_mended_without_a_word(self, tmp_path: Path) -> None:
        wav = "import io, wave\nb = io.BytesIO()\nw = wave.open(b, 'wb')\n" + (
            "w.setnchannels(1); w.setsampwidth(2); w.setframerate(22050)\n"
            "w.writeframes(b'\\x00\\x40' * 4000); w.close(); b = b.getvalue()\n"
        )
        flag = tmp_path / "crashed"
        voice = driver(
            tmp_path,
            f"{wav}answer(b'{{\"bytes\": 0}}')\nsys.stdin.readline()\n"
            f"if not os.path.exists({str(flag)!r}):\n    open({str(flag)!r}, 'w').close()\n"
            "    os._exit(1)\n"
            "answer(b'{\"bytes\": %d}' % len(b), b)\ntime.sleep(60)",
        )
        voice.answer_seconds = 10
        try:
            assert voice.speak("Yes.").seconds > 0.1
        finally:
            voice._kill()

    def test_error_a_driver_that_is_missing_says_what_to_install(self, tmp_path: Path) -> None:
        voice = driver(tmp_path, 'answer(b\'{"error": "no espeak", "bytes": 0}\')')
        with pytest.raises(VoiceLost, match=r"no espeak.*mend: pip install"):
            voice.speak("Yes.")

    def test_a_lost_voice_is_left_alone_for_a_while(self, tmp_path: Path) -> None:
        voice = driver(tmp_path, "sys.exit(1)")
        with pytest.raises(VoiceLost):
            voice.speak("Yes.")
        (tmp_path / "driver.py").write_text("import time; time.sleep(60)", "utf-8")
        with pytest.raises(VoiceLost, match="not there"):
            voice.speak("Yes.")

    def test_a_line_that_cannot_be_spoken_is_told_once_with_why(self, tmp_path: Path) -> None:
        voice, shown = driver(tmp_path, "sys.exit(1)"), list[str]()
        speaking = Speaking(voice, NoLoudspeaker(), shown.append)
        list(speaking.speak(Say("x", "Call 988. Now.", ("988",))))
        list(speaking.speak(Say("x", "Is anyone with you?")))
        assert shown == [f"The voice is gone. {MEND}", "Call 988. Now."]


class NoLoudspeaker:
    """A loudspeaker that nobody hears."""

    playing = False

    def open(self) -> None: ...

    def play(self, sound: Sound) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


class Counting:
    """A voice that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def speak(self, text: str, pace: str = "normal") -> Sound:
        self.asked += 1
        return Sound(b"\1\2" * 1000, SPOKEN_HZ)

    def close(self) -> None: ...


class TestCache:
    def test_a_fixed_line_is_spoken_once_and_then_read(self, tmp_path: Path) -> None:
        voice = Counting()
        for _ in range(2):
            cached = CachedVoice(voice, "v", lambda: frozenset({"Yes."}), tmp_path / "speech")
            assert cached.speak("Yes.").pcm == b"\1\2" * 1000
        assert voice.asked == 1

    def test_another_pace_or_voice_is_another_sound(self, tmp_path: Path) -> None:
        voice = Counting()
        for name, pace in (("v", "normal"), ("v", "slow"), ("w", "normal")):
            CachedVoice(voice, name, lambda: frozenset({"Yes."}), tmp_path).speak("Yes.", pace)
        assert voice.asked == 3

    def test_words_of_a_person_are_never_kept(self, tmp_path: Path) -> None:
        cached = CachedVoice(Counting(), "v", lambda: frozenset({"Yes."}), tmp_path)
        cached.speak('"text her after my shower."')
        assert list(tmp_path.iterdir()) == []

    def test_every_prompt_without_words_of_a_person_is_fixed(self, trees: Trees) -> None:
        fixed = fixed_parts(trees)
        assert "Are you alone right now?" in fixed
        assert not any("{" in text for text in fixed)

    def test_a_damaged_file_is_made_again(self, tmp_path: Path) -> None:
        voice = Counting()
        cached = CachedVoice(voice, "v", lambda: frozenset({"Yes."}), tmp_path)
        cached.speak("Yes.")
        (kept,) = tmp_path.iterdir()
        kept.write_bytes(b"\1")
        assert cached.speak("Yes.").pcm == b"\1\2" * 1000
        assert voice.asked == 2

    def test_it_stays_within_its_bound(self, tmp_path: Path) -> None:
        texts = frozenset(str(number) for number in range(30))
        cached = CachedVoice(Counting(), "v", lambda: texts, tmp_path, most_bytes=10_000)
        for text in texts:
            cached.speak(text)
        assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 10_000

    def test_a_folder_that_cannot_be_made_only_slows(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("", "utf-8")
        cached = CachedVoice(
            Counting(), "v", lambda: frozenset({"Yes."}), tmp_path / "file" / "speech"
        )
        assert cached.speak("Yes.").pcm

    def test_only_the_owner_can_read_it(self, tmp_path: Path) -> None:
        folder = tmp_path / "speech"
        CachedVoice(Counting(), "v", lambda: frozenset({"Yes."}), folder).speak("Yes.")
        (kept,) = folder.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        assert kept.stat().st_mode & 0o077 == 0
