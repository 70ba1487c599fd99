"""What the trigger listener must understand, and what it must leave alone."""

from pathlib import Path

import pytest

import dialogs
from dialogs.hear.normalise import normalise
from dialogs.hear.triggers import TriggerListener

LEXICON = Path(dialogs.__file__).parent / "lexicon"


@pytest.fixture(scope="module")
def listener() -> TriggerListener:
    return TriggerListener.load(LEXICON)


def heard(listener: TriggerListener, text: str) -> set[str] | None:
    answer = listener.hear(normalise(text))
    return None if answer is None else set(answer)


class TestOneCategory:
    @pytest.mark.parametrize(
        ("text", "category"),
        [
            ("Stress.", "stress"),
            ("my boss screamed at me in the meeting", "stress"),
            ("We're three months behind on the rent.", "stress"),
            ("my brother had some on the table", "social"),
            ("she left me", "social"),
            ("just lonely I guess", "social"),
            ("my back went out", "pain"),
            ("toothache", "pain"),
            ("I couldn't get out of the chair, my hip was that sore", "pain"),
            ("up with the baby till five", "sleep"),
            ("couldnae sleep", "sleep"),
            ("I needed something to stay awake on the night shift", "sleep"),
            ("everything just grey and pointless for weeks now I'm off it", "paws"),
            ("nothing feels good anymore", "paws"),
            ("bored out of my skull since I quit", "paws"),
        ],
    )
    def test_is_heard_named_or_described(
        self, listener: TriggerListener, text: str, category: str
    ) -> None:
        assert heard(listener, text) == {category}

    @pytest.mark.parametrize("text", ["paws", "the pause", "I think it's pours", "post a cute"])
    def test_paws_is_heard_however_it_is_spelled(
        self, listener: TriggerListener, text: str
    ) -> None:
        assert heard(listener, text) == {"paws"}


class TestSeveralCategories:
    @pytest.mark.parametrize(
        ("text", "categories"),
        [
            ("my knee kept me up all night", {"pain", "sleep"}),
            ("the bills, and my wife left me", {"stress", "social"}),
            ("lonely and everything's grey", {"social", "paws"}),
        ],
    )
    def test_all_are_heard(
        self, listener: TriggerListener, text: str, categories: set[str]
    ) -> None:
        assert heard(listener, text) == categories

    def test_the_first_one_said_comes_first(self, listener: TriggerListener) -> None:
        answer = listener.hear(normalise("my back hurts and I can't sleep"))
        assert answer == ("pain", "sleep")


class TestClauses:
    def test_what_one_tells_by_itself_counts_beside_the_others(
        self, listener: TriggerListener
    ) -> None:
        assert heard(listener, "i got fired and my shoulder was throbbing") == {"pain", "stress"}


class TestDenial:
    @pytest.mark.parametrize(
        ("text", "category"),
        [
            ("it wasn't the pain", "pain"),
            ("not stress", "stress"),
            ("I'd slept like a log", "sleep"),
            ("my tooth don't hurt no more so not that", "pain"),
            ("everyone thinks I was stressed and I was not", "stress"),
            ("nobody offered me anything", "social"),
            ("not because I was hurting", "pain"),
            ("nobody pressured me", "stress"),
            ("I slept nine hours", "sleep"),
        ],
    )
    def test_what_is_denied_does_not_count(
        self, listener: TriggerListener, text: str, category: str
    ) -> None:
        assert category not in (heard(listener, text) or ())

    @pytest.mark.parametrize(
        ("text", "category"),
        [
            ("it wasn't the pain, I just couldn't sleep", "sleep"),
            ("not stressed just lonely", "social"),
            ("wasn't people it was the bills", "stress"),
        ],
    )
    def test_what_follows_a_denial_counts(
        self, listener: TriggerListener, text: str, category: str
    ) -> None:
        assert heard(listener, text) == {category}

    @pytest.mark.parametrize(
        "text",
        ["couldn't cope", "can't sleep", "couldn't stand up straight", "not being able to sleep",
         "I haven't had a decent night since March"],
    )  # fmt: skip
    def test_a_complaint_is_no_denial(self, listener: TriggerListener, text: str) -> None:
        assert heard(listener, text)


class TestNoCategory:
    @pytest.mark.parametrize(
        "text",
        [
            "I don't know",
            "no idea",
            "it just happened",
            "none of those",
            "habit",
            "beats me",
            "nothing",
            "my team won",
            "because it was Friday",
            "not stress not people I just did it",
        ],
    )
    def test_not_knowing_is_an_answer(self, listener: TriggerListener, text: str) -> None:
        assert heard(listener, text) == {"none"}

    @pytest.mark.parametrize(
        "text",
        ["", "um", "Alexa, play the radio", "down boy get down", "two for one this weekend only",
         "what did you say", "the the the", "ask your doctor about arthritis",
         "police are looking into the fire", "he's hurt his knee on the play"],
    )  # fmt: skip
    def test_stray_speech_is_a_no_match(self, listener: TriggerListener, text: str) -> None:
        assert heard(listener, text) is None
