"""Sound in numbers: its rate, its channels, its loudness; and how long the room rings."""

from __future__ import annotations

import array
import io
import wave

import pytest

from tests.voice_local.test_hearing import noise
from voice_local.echo import USUAL_TAIL, Echo
from voice_local.sound import HEARD_HZ, Sound, level


class TestSound:
    def test_another_rate_sounds_as_long_and_as_loud(self) -> None:
        sound = Sound(noise(2000) * 20, HEARD_HZ)
        other = sound.at(22_050)
        assert other.seconds == pytest.approx(sound.seconds, abs=0.01)

    def test_of_a_stereo_file_both_sides_are_heard(self) -> None:
        file = io.BytesIO()
        with wave.open(file, "wb") as stereo:
            stereo.setnchannels(2)
            stereo.setsampwidth(2)
            stereo.setframerate(HEARD_HZ)
            stereo.writeframes(array.array("h", [1000, 0, 0, 500] * 10).tobytes())
        sound = Sound.from_wav(file.getvalue())
        assert sound.pcm == array.array("h", [1000, 500] * 10).tobytes()

    def test_silence_at_both_ends_is_trimmed(self) -> None:
        quiet = Sound.silence(1.0, HEARD_HZ).pcm
        sound = Sound(quiet + noise(2000) * 10 + quiet, HEARD_HZ)
        assert sound.trimmed().seconds == pytest.approx(0.2, abs=0.03)

    def test_louder_is_never_out_of_range(self) -> None:
        assert level(Sound(noise(9000), HEARD_HZ).louder(100).pcm) <= 32768


class TestTail:
    def test_a_room_without_echo_is_listened_to_at_once(self) -> None:
        echo = Echo()
        echo.begin("Are you safe right now?")
        echo.spoken("Are you safe right now?")
        for _ in range(50):
            echo.while_speaking(noise(10), 8.0)
        echo.end()
        assert not echo.in_tail(noise(10), 8.0)

    def test_a_room_that_does_not_ring_is_listened_to_sooner(self) -> None:
        echo = Echo()
        for _ in range(6):
            say_one_line(echo, ringing_blocks=0)
        assert echo.tail_seconds < USUAL_TAIL / 2

    def test_a_room_that_rings_is_waited_for(self) -> None:
        echo = Echo()
        for _ in range(6):
            say_one_line(echo, ringing_blocks=40)
        assert echo.tail_seconds > 2 * USUAL_TAIL


def say_one_line(echo: Echo, ringing_blocks: int) -> None:
    echo.begin("Are you safe right now?")
    echo.spoken("Are you safe right now?")
    for _ in range(50):
        echo.while_speaking(noise(2000), 8.0)
    echo.end()
    heard = 0
    while echo.in_tail(noise(1500 if heard < ringing_blocks else 10), 10.0):
        heard += 1
