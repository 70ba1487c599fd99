"""What the danger listener promises, whatever it learned from."""

import json
from pathlib import Path

import pytest

from dialogs.hear.danger import Context, Danger, DangerListener
from dialogs.hear.normalise import normalise

HERE = Path(__file__).resolve().parents[2]
LISTENER = DangerListener.load(HERE / "dialogs" / "lexicon")


def hear(said: str, **context: object) -> Danger | None:
    return LISTENER.hear(normalise(said), Context(**context))  # type: ignore[arg-type]


PLAIN = [
    ("I want to kill myself", "suicide"),
    ("I don't want to live anymore", "suicide"),
    ("my brother says he wants to die", "suicide"),
    ("he won't wake up", "overdose"),
    ("she's not breathing", "overdose"),
    ("his lips are blue", "overdose"),
    ("I think I'm overdosing", "overdose"),
    ("my baby swallowed one of my pills", "overdose"),
    ("I'm alone and I'm about to shoot up", "using_alone"),
    ("nobody's here and the needle's ready", "using_alone"),
    ("I had a seizure coming off alcohol", "withdrawal_emergency"),
    ("I stopped drinking two days ago and I'm seeing things", "withdrawal_emergency"),
    ("I can't keep water down", "withdrawal_emergency"),
    ("I'm going to kill him tonight", "harm_to_others"),
    ("I'm scared I'll hurt my baby", "harm_to_others"),
    ("my husband hits me", "abuse"),
    ("he won't let me leave the house", "abuse"),
    ("my boyfriend makes me use", "abuse"),
]


@pytest.mark.parametrize(("said", "category"), PLAIN)
class TestPlainWords:
    def test_are_heard_at_once(self, said: str, category: str) -> None:
        danger = hear(said)
        assert danger is not None
        assert (danger.category, danger.tier) == (category, "hard")

    @pytest.mark.parametrize(
        "dressed",
        ["please {}", "um {}", "well uh {}", "{} please", "so like {}", "okay {}", "stop {}"],
    )
    def test_survive_politeness_hesitation_and_a_command_word(
        self, said: str, category: str, dressed: str
    ) -> None:
        assert hear(dressed.format(said)) is not None

    def test_survive_shouting_and_lost_punctuation(self, said: str, category: str) -> None:
        assert hear(said.upper()) == hear(said)
        assert hear(said.replace("'", "")) is not None

    def test_are_heard_under_every_question(self, said: str, category: str) -> None:
        for question in ("trigger", "yes_no", "when", "topic", "safe"):
            assert hear(said, question=question) is not None


class TestWhatRecognisersMakeOfIt:
    @pytest.mark.parametrize(
        ("heard", "category"),
        [
            ("i want to kill my elf", "suicide"),
            ("sue aside is on my mind", "suicide"),
            ("i think i over does did", "overdose"),
            ("gave him nar can twice and nothing", "overdose"),
            ("i'm a loan and about to use", "using_alone"),
            ("had a see sure coming off booze", "withdrawal_emergency"),
            ("gonna kill hymn tonight", "harm_to_others"),
            ("he hit me a gain", "abuse"),
        ],
    )
    def test_is_still_a_danger(self, heard: str, category: str) -> None:
        danger = hear(heard)
        assert danger is not None
        assert danger.category == category


class TestWhatOnlySoundsLikeDanger:
    @pytest.mark.parametrize(
        "said",
        [
            "no i'm not suicidal",
            "i was suicidal years ago but not now",
            "we watched a movie where he kills himself",
            "i could kill for a coffee",
            "shoot me a text",
            "kill the lights",
            "my phone died",
            "overdosed on tacos",
            "he beat me at chess",
            "home alone watching the match",
            "what are the signs of an overdose",
            "i slipped last night",
            "people",
            "stop",
            "goodbye",
        ],
    )
    def test_raises_no_number(self, said: str) -> None:
        danger = hear(said)
        assert danger is None or danger.tier == "soft"


class TestTheFrame:
    @pytest.mark.parametrize("frame", ["in the movie {}", "in the book {}", "on the news {}"])
    def test_of_a_story_lowers_the_chance(self, frame: str) -> None:
        for said in ("he killed himself", "she stabbed her husband"):
            assert chance(frame.format(said)) < max(chance(said), 0.2)

    def test_of_long_ago_is_not_now(self) -> None:
        assert chance("i tried to kill myself ten years ago") < chance("i tried to kill myself")
        assert chance("i overdosed years ago") < chance("i overdosed")

    def test_of_a_denial_that_is_none_stays_danger(self) -> None:
        for said in (
            "i can't promise i'm safe tonight",
            "i'm not suicidal i just don't want to exist",
        ):
            assert hear(said) is not None


class TestWhatHelpTellsPeopleToSay:
    @pytest.mark.parametrize(
        "said", ["i'm not safe", "not safe", "i don't feel safe", "i am in danger"]
    )
    @pytest.mark.parametrize("question", ["any", "trigger", "yes_no", "when", "safe", "alone"])
    @pytest.mark.parametrize("substances", [(), ("alcohol",)])
    def test_is_heard_everywhere(
        self, said: str, question: str, substances: tuple[str, ...]
    ) -> None:
        assert hear(said, question=question, substances=substances) is not None


class TestEverydayAnswers:
    @pytest.mark.parametrize("question", ["any", "trigger", "yes_no", "when", "safe", "alone"])
    @pytest.mark.parametrize(
        "said",
        [
            "no breathing is fine",
            "no my husband is home",
            "it wasn't heroin it was just kratom",
            "last night",
            "an hour ago",
        ],
    )
    def test_raise_nothing(self, said: str, question: str) -> None:
        assert hear(said, question=question) is None


class TestSeveralAtOnce:
    @pytest.mark.parametrize(
        ("said", "category"),
        [
            ("i had a seizure coming off alcohol and my husband hits me", "withdrawal_emergency"),
            ("i'm about to shoot up alone and i want to kill myself", "suicide"),
            ("he hits me and i want to kill myself", "abuse"),
        ],
    )
    def test_what_kills_soonest_is_answered_first(self, said: str, category: str) -> None:
        danger = hear(said)
        assert danger is not None
        assert danger.category == category


class TestContext:
    @pytest.mark.parametrize("said", ["no", "not really", "i don't know", "yes", "i'm okay"])
    def test_leaves_a_bare_answer_to_the_engine(self, said: str) -> None:
        assert hear(said, question="safe") is None

    @pytest.mark.parametrize(
        ("said", "category"),
        [
            ("no he's still here", "abuse"),
            ("not with him in the house", "abuse"),
            ("not from myself no", "suicide"),
            ("no i might do something", "suicide"),
        ],
    )
    def test_hears_who_the_danger_comes_from(self, said: str, category: str) -> None:
        danger = hear(said, question="safe")
        assert danger is not None
        assert (danger.category, danger.tier) == (category, "hard")

    def test_of_a_sedative_makes_signs_of_withdrawal_certain(self) -> None:
        for said in ("my hands are shaking so bad", "yes my hands are shaking badly"):
            danger = hear(said, substances=("alcohol",))
            assert danger is not None
            assert (danger.category, danger.tier) == ("withdrawal_emergency", "hard")

    @pytest.mark.parametrize(
        "context",
        [
            {"question": "safe"},
            {"substances": ("alcohol",)},
            {"soft_hits": 2},
            {"after_silence": True},
        ],
    )
    def test_never_lowers(self, context: dict[str, object]) -> None:
        order = {None: 0, "soft": 1, "hard": 2}
        for said in lines("locked"):
            alone, told = hear(said), hear(said, **context)
            assert order[told.tier if told else None] >= order[alone.tier if alone else None], said


class TestWhatIsKept:
    def test_holds_no_word_of_a_person_that_the_lexicon_does_not_know(self) -> None:
        hear("my cousin zyxquo won't wake up")
        assert "zyxquo" not in LISTENER._senses
        assert "zyxquo" not in LISTENER._reader._sounds


class TestTheReason:
    def test_of_a_rule_names_the_words_and_its_id_does_not(self) -> None:
        danger = hear("help he won't wake up bob")
        assert danger is not None
        assert danger.rule == "overdose.wont_wake"
        assert "wake" in danger.why

    def test_of_the_model_is_its_score(self) -> None:
        found = [d for said in lines("locked") if (d := hear(said)) and d.rule.startswith("model")]
        assert found
        assert all(d.why.endswith("% likely") for d in found)


def chance(said: str) -> float:
    """How likely any danger is in the model's view."""
    reading = LISTENER.read(normalise(said))
    return 1 - LISTENER.chances(reading)[0]


def lines(name: str) -> list[str]:
    rows = (HERE / "data" / f"danger_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row)["text"] for row in rows][:400]
