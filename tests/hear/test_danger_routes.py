"""Several dangers in one breath: what kills soonest is answered first, the other one next."""

import pytest

from dialogs.model import Trees
from tests.conftest import Talk
from tests.hear.test_danger import hear

SEVERAL = [
    ("i want to die and he won't wake up", "overdose", "suicide"),
    ("he won't wake up and i want to die", "overdose", "suicide"),
    ("i want to kill myself and she had a seizure coming off alcohol", "withdrawal_emergency",
     "suicide"),
    ("he hits me and now he is not breathing", "overdose", "abuse"),
    ("my husband hits me and i want to kill myself", "abuse", "suicide"),
    ("i'm alone with the needle and i want to die", "suicide", "using_alone"),
]  # fmt: skip


@pytest.fixture
def talk(trees: Trees) -> Talk:
    talk = Talk(trees)
    talk.say("yes")
    return talk


class TestSeveralDangers:
    @pytest.mark.parametrize(("said", "first", "then"), SEVERAL)
    def test_are_answered_in_the_order_in_which_they_kill(
        self, said: str, first: str, then: str
    ) -> None:
        danger = hear(said)
        assert danger is not None
        assert (danger.category, danger.tier, danger.also) == (first, "hard", then)

    @pytest.mark.parametrize(("said", "first", "then"), SEVERAL)
    def test_both_scripts_are_gone_through_before_the_talk_goes_on(
        self, talk: Talk, said: str, first: str, then: str
    ) -> None:
        before = talk.state.place
        talk.say(said)
        assert talk.state.danger == first
        met = [first]
        for _ in range(60):
            talk.say("no" if "hurt already" in talk.said else "yes")
            if talk.state.danger is None:
                break
            if talk.state.danger != met[-1]:
                met.append(talk.state.danger)
        assert met == [first, then]
        assert talk.state.danger is None
        assert talk.state.place == before

    def test_of_pills_taken_to_die_the_wish_is_answered_and_the_pills_asked_about(self) -> None:
        danger = hear("i took all the pills because i want to die")
        assert danger is not None
        assert (danger.category, danger.tier) == ("suicide", "hard")

    def test_of_one_danger_told_twice_is_one(self) -> None:
        danger = hear("i want to die and i am going to kill myself")
        assert danger is not None
        assert (danger.category, danger.also) == ("suicide", "")


class TestTheSecondDanger:
    def test_gives_its_number_when_the_first_is_through(self, talk: Talk) -> None:
        talk.say("i want to die and he won't wake up")
        assert "911" in talk.said
        for _ in range(30):
            if talk.state.danger != "overdose":
                break
            talk.say("yes")
        assert talk.state.danger == "suicide"
        assert "988" in talk.said

    def test_is_not_cleared_by_stop(self, talk: Talk) -> None:
        talk.say("i want to die and he won't wake up")
        talk.say("stop")
        assert talk.state.danger == "overdose"
        assert "911" in talk.said


class TestTheShortestCries:
    @pytest.mark.parametrize(
        ("said", "category"),
        [
            ("rape", "abuse"),
            ("help rape", "abuse"),
            ("molested", "abuse"),
            ("domestic violence", "abuse"),
            ("seizure", "withdrawal_emergency"),
            ("i had a seizure", "withdrawal_emergency"),
            ("d t's", "withdrawal_emergency"),
            ("delirium tremens", "withdrawal_emergency"),
            ("my chest hurts", "overdose"),
            ("chest pain", "overdose"),
            ("i can't breathe", "overdose"),
            ("can't breathe help", "overdose"),
            ("he's not breathing", "overdose"),
            ("overdose", "overdose"),
            ("narcan now", "overdose"),
            ("call an ambulance", "overdose"),
            ("ambulance", "overdose"),
            ("call nine one one", "overdose"),
            ("call 911", "overdose"),
            ("having a stroke", "overdose"),
            ("suicide", "suicide"),
            ("kill myself", "suicide"),
            ("murder", "harm_to_others"),
        ],
    )
    @pytest.mark.parametrize("dressed", ["{}", "um {}", "please {}", "{} please"])
    def test_are_heard_at_once(self, said: str, category: str, dressed: str) -> None:
        danger = hear(dressed.format(said))
        assert danger is not None
        assert (danger.category, danger.tier) == (category, "hard")

    @pytest.mark.parametrize("said", ["narcan", "naloxone", "caesar salad", "a loan", "him", "her"])
    def test_and_words_that_only_sound_so_are_not(self, said: str) -> None:
        danger = hear(said)
        assert danger is None or danger.tier == "soft"
