"""What a person may open with, and what must never change the topic."""

from pathlib import Path

import pytest

import dialogs
from dialogs.hear.normalise import normalise
from dialogs.hear.topics import Topic, TopicListener

LEXICON = Path(dialogs.__file__).parent / "lexicon"


@pytest.fixture(scope="module")
def listener() -> TopicListener:
    return TopicListener.load(LEXICON)


class TestOpening:
    @pytest.mark.parametrize(
        ("text", "topic", "substances"),
        [
            ("I slipped.", "slip", ()),
            ("relapsed", "slip", ()),
            ("I did it again", "slip", ()),
            ("had a few beers last night", "slip", ("alcohol",)),
            ("kray tum again after two months", "slip", ("kratom",)),
            ("I want to use so bad", "urge", ()),
            ("dying for a cigarette", "urge", ("tobacco",)),
            ("help me quit heroin", "quit", ("opioid",)),
            ("help me quit smoking", "quit", ("tobacco",)),
            ("how do I taper off Xanax", "quit", ("benzo",)),
            ("why is it so hard to quit", "why", ()),
            ("does suboxone work", "treatment", ("opioid",)),
            ("what are the warning signs", "warning_signs", ()),
            ("just checking in", "check_in", ()),
            ("two weeks off weed", "check_in", ("cannabis",)),
        ],
    )
    def test_topic_and_substance_are_heard(
        self, listener: TopicListener, text: str, topic: str, substances: tuple[str, ...]
    ) -> None:
        assert listener.hear(normalise(text)) == Topic(topic, substances)

    @pytest.mark.parametrize(
        "text",
        ["", "tell me a joke", "coke or pepsi with that sir", "crack the window would you",
         "Alexa, play jazz", "grass needs cutting"],
    )  # fmt: skip
    def test_stray_speech_opens_nothing(self, listener: TopicListener, text: str) -> None:
        assert listener.hear(normalise(text)) is None


class TestChangeOfTopic:
    @pytest.mark.parametrize(
        ("text", "topic"),
        [
            ("can we talk about treatment", "treatment"),
            ("I slipped", "slip"),
            ("I'm about to use", "urge"),
            ("why is it so hard to quit", "why"),
            ("help me quit smoking", "quit"),
        ],
    )
    def test_a_clear_request_changes_it(
        self, listener: TopicListener, text: str, topic: str
    ) -> None:
        found = listener.hear(normalise(text), strict=True)
        assert found is not None
        assert found.topic == topic

    @pytest.mark.parametrize(
        "text",
        ["vodka", "yes", "work", "my back", "three days", "at night", "doctor", "I don't know"],
    )
    def test_a_bare_word_does_not(self, listener: TopicListener, text: str) -> None:
        assert listener.hear(normalise(text), strict=True) is None
