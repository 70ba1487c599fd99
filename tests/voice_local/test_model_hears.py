"""Real Vosk hears synthetic voices with the small model; `make hearing` is the long form."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="numpy comes with the dev extra: pip install '.[dev]'")
vosk = pytest.importorskip("vosk", reason="vosk comes with the voice extra")
pytest.importorskip("espeakng_loader", reason="espeakng-loader is for Linux alone")

from tools.voices import Voice, speak, to_pcm, with_noise  # noqa: E402
from voice_local.model import synthetic_model, takes_grammars  # noqa: E402

HELD_OUT = [Voice("espeak", f"en-us+{name}") for name in ("f3", "m7")]
ANSWERS = [
    "yes", "no", "it was stress", "i was in pain", "i could not sleep", "repeat that",
    "i don't know", "my sister is here", "last night", "kratom",
]  # fmt: skip
MOST_BYTES = 3_000_000

Hear = Callable[..., str]


@pytest.fixture(scope="module")
def hear() -> Hear:
    vosk.SetLogLevel(-1)
    model = vosk.Model(str(synthetic_model()))
    still = np.zeros(8_000, np.float32)

    def hear(voice: Voice, text: str, *phrases: str, decibels: float | None = None) -> str:
        grammar = [json.dumps([*phrases, "[unk]"])] if phrases else []
        recogniser = vosk.KaldiRecognizer(model, 16_000, *grammar)
        sound = np.concatenate([still, *speak(voice, [text] if text else []), still, still])
        if decibels is not None:
            noise = np.random.default_rng(1).standard_normal(len(sound))
            sound = with_noise(sound, decibels, noise.astype(np.float32))
        recogniser.AcceptWaveform(to_pcm(sound))
        return str(json.loads(recogniser.FinalResult())["text"])

    return hear


@pytest.mark.parametrize("voice", HELD_OUT, ids=str)
class TestAVoiceThatTrainingNeverHeard:
    @pytest.mark.parametrize("decibels", [None, 20])
    def test_answers_are_heard_under_a_grammar(self, hear: Hear, voice, decibels):
        heard = [hear(voice, text, *ANSWERS, decibels=decibels) for text in ANSWERS]
        right = sum(one == text for one, text in zip(heard, ANSWERS, strict=True))
        assert right >= len(ANSWERS) - 1, heard

    def test_danger_is_heard_by_an_ear_without_a_grammar(self, hear: Hear, voice):
        assert "want to die" in hear(voice, "i want to die")

    def test_unrelated_speech_is_no_answer(self, hear: Hear, voice):
        assert hear(voice, "put the blue ladder back in the garage", "yes", "no") not in ANSWERS


class TestSilence:
    @pytest.mark.parametrize("phrases", [ANSWERS, []], ids=["grammar", "open"])
    def test_digital_silence_holds_no_word(self, hear: Hear, phrases):
        assert hear(HELD_OUT[0], "", *phrases) == ""


class TestTheModelAsShipped:
    def test_it_takes_grammars(self):
        assert takes_grammars(synthetic_model())

    def test_it_is_no_larger_than_three_megabytes(self):
        files = [path for path in synthetic_model().rglob("*") if path.is_file()]
        assert sum(path.stat().st_size for path in files) <= MOST_BYTES

    def test_its_card_says_that_it_hears_no_human_being(self):
        card = Path(synthetic_model() / "CARD.md").read_text(encoding="utf-8")
        assert "no human being" in card
