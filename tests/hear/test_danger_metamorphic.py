"""What a change in the words does to an alarm, and what it must not do."""

import pytest

from dialogs.hear.danger import Context
from dialogs.hear.normalise import normalise
from tests.hear.danger_lines import SAID
from tests.hear.test_danger import LISTENER, chance, hear, lines

TIERS = {None: 0, "soft": 1, "hard": 2}

DRESSED = [
    "please {}",
    "excuse me {}",
    "sorry to bother you but {}",
    "um {}",
    "uh well {}",
    "so like i don't know {}",
    "okay {}",
    "yes {}",
    "no {}",
    "stop {}",
    "help {}",
    "wait {}",
    "{} please",
    "{} help",
    "{} you know",
    "alexa {}",
]


@pytest.mark.parametrize(("said", "category"), SAID)
class TestAnAlarm:
    def test_is_not_lost_by_politeness_hesitation_or_a_command(
        self, said: str, category: str
    ) -> None:
        lost = [dressed for dressed in DRESSED if hear(dressed.format(said)) is None]
        assert lost == []

    def test_is_the_same_in_capitals_and_without_punctuation(
        self, said: str, category: str
    ) -> None:
        assert hear(said.upper()) == hear(said)
        assert hear(said.title() + "!") == hear(said)
        assert hear(said.replace("'", "")) is not None

    def test_survives_a_stammer(self, said: str, category: str) -> None:
        first, rest = said.split(" ", 1)
        assert hear(f"{first} {first} {rest}") is not None
        assert hear(f"{first} um {first} {rest}") is not None
        assert hear(said.replace(" ", " uh ", 1)) is not None

    def test_is_never_made_less_by_context(self, said: str, category: str) -> None:
        alone = hear(said)
        for context in CONTEXTS:
            told = LISTENER.hear(normalise(said), context)
            assert told is not None
            assert TIERS[told.tier] >= TIERS[alone.tier if alone else None]


CONTEXTS = [
    Context(question, substances, soft_hits, after_silence)
    for question in ("any", "safe", "yes_no", "trigger", "when", "alone", "words")
    for substances in ((), ("alcohol",), ("opioid", "benzo"))
    for soft_hits in (0, 1, 2, 5)
    for after_silence in (False, True)
]


class TestContext:
    """It raises and never lowers, over every line and every kind of context."""

    @pytest.mark.parametrize("context", CONTEXTS, ids=str)
    def test_never_lowers_any_line(self, context: Context) -> None:
        for said in EVERY:
            told = LISTENER.hear(said, context)
            assert TIERS[told.tier if told else None] >= ALONE[said.text], said.text

    def test_raises_some(self) -> None:
        raised = 0
        for said in EVERY:
            told = LISTENER.hear(said, Context("safe", ("alcohol",), 2, after_silence=True))
            raised += TIERS[told.tier if told else None] > ALONE[said.text]
        assert raised > 10


EVERY = [normalise(text) for name in ("locked", "locked_12") for text in lines(name)[::3]]
ALONE = {said.text: TIERS[d.tier if (d := LISTENER.hear(said)) else None] for said in EVERY}


class TestMishearings:
    @pytest.mark.parametrize(
        ("said", "misheard"),
        [
            ("kill myself", "kill my elf"),
            ("suicide", "sue aside"),
            ("an overdose", "an over dose"),
            ("i overdosed", "i over dosed"),
            ("a seizure", "a see sure"),
            ("a seizure", "a caesar"),
            ("help all alone", "help all a loan"),
            ("fentanyl", "fen tunnel"),
            ("naloxone", "nail oxone"),
            ("narcan", "nar can"),
            ("klonopin", "clone a pin"),
            ("kratom", "crate um"),
            ("suboxone", "sub ox own"),
            ("dts", "d teas"),
        ],
    )
    def test_of_key_words_are_read_as_those(self, said: str, misheard: str) -> None:
        def read(text: str) -> tuple[str, ...]:
            return LISTENER.read(normalise(f"he had {text} here")).words

        assert read(misheard) == read(said)


STORIES = [
    "he killed himself",
    "she stabbed her husband",
    "a man overdosed and died",
    "he beat his wife",
]
PAST = [
    ("i tried to kill myself", "two years ago i tried to kill myself"),
    ("i overdosed", "i overdosed two years ago"),
    ("i had a seizure", "ten years ago i had a seizure"),
    ("he used to hit me", "he used to hit me twenty years ago"),
]


class TestTheFrame:
    @pytest.mark.parametrize("said", STORIES)
    @pytest.mark.parametrize("frame", ["in the movie {}", "in the show we watched {}"])
    def test_of_a_story_is_no_number(self, said: str, frame: str) -> None:
        danger = hear(frame.format(said))
        assert danger is None or danger.tier == "soft"
        assert chance(frame.format(said)) < max(chance(said), 0.2)

    @pytest.mark.parametrize(("now", "then"), PAST)
    def test_of_years_ago_is_no_number(self, now: str, then: str) -> None:
        danger = hear(then)
        assert danger is None or danger.tier == "soft"

    @pytest.mark.parametrize(
        "said",
        [
            "we watched a movie and now i want to kill myself",
            "two years ago my mom died and i don't want to live anymore",
            "i used to be fine and now he won't wake up",
        ],
    )
    def test_does_not_hide_what_is_now(self, said: str) -> None:
        assert hear(said) is not None
