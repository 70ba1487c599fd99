"""Ways into a conversation: by the person's own first words, and from the middle of another."""

from datetime import datetime, timedelta

import pytest

from dialogs.engine import Turn, new_state, take_turn
from dialogs.events import Alarm, Heard, Launched, Recall, Recalled, Say
from dialogs.load import load_trees
from dialogs.model import Trees

BEGIN = datetime.fromisoformat("2026-01-05T21:00:00-05:00")

OWN_WORDS = {
    "first_hours": "i slipped on kratom last night",
    "urge": "i want to use so bad",
    "quit": "help me quit smoking",
    "why_it_is_hard": "why is it so hard to quit",
    "treatment": "i need treatment",
    "warning_signs": "what are the warning signs",
    "check_in": "just checking in",
    "trigger_questions": "can we look at what set it off",
    "chain": "let's go through that last hour",
    "slip_as_data": "what are my patterns",
    "same_point_again": "i always end up at the same point",
    "opioid_restart": "i missed my methadone this week",
    "stimulant": "i'm coming down off coke",
    "trusted_person": "i need to tell someone about this",
    "next_days": "how do i get through the next few days",
}
"""One way of saying it for each conversation that can be asked for."""
SAFE_AND_ALONE = ("yeah i'm safe", "just me")


def hear(trees: Trees, *said: str) -> list[Turn]:
    """The turns of a talk in which this is said, one after the other; answers are kept."""
    turns = [take_turn(trees, new_state(trees, "talk"), Launched(BEGIN, "yes"))]
    for words in said:
        turns += hear_on(trees, turns[-1], words)
    return turns


def hear_on(trees: Trees, turn: Turn, words: str) -> list[Turn]:
    """The turn that these words lead to, and a second one where the log is asked: it is empty."""
    at = BEGIN + timedelta(seconds=10 * (turn.state.turn + 1))
    turns = [take_turn(trees, turn.state, Heard(words, at))]
    asked = [act.what for act in turns[-1].actions if isinstance(act, Recall)]
    if asked:
        empty = {"ok": "yes", "enough": "no", "last_known": "no", "kept_any": "no"}
        turns.append(take_turn(trees, turns[-1].state, Recalled(asked[0], at, empty)))
    return turns


def trees_walked(turns: list[Turn]) -> set[str]:
    """The conversations that something was said in."""
    lines = [act.line for turn in turns for act in turn.actions if isinstance(act, Say)]
    return {line.partition(".")[0] for line in lines}


class TestEveryConversation:
    def test_can_be_asked_for(self, trees: Trees) -> None:
        aside = {"front_door", "people", "system"}
        plain = {name for name in trees.trees if "/" not in name}
        assert plain - aside == OWN_WORDS.keys()

    @pytest.mark.parametrize("tree", OWN_WORDS)
    def test_is_opened_by_the_first_words_and_safety_is_asked(
        self, trees: Trees, tree: str
    ) -> None:
        more = ("yes", "weaker", "fresh air") if tree == "urge" else ()
        more = ("call",) if tree == "quit" else more
        after = ("no",) if tree == "first_hours" else ()
        turns = hear(trees, OWN_WORDS[tree], *more, *SAFE_AND_ALONE, *after)
        assert tree in trees_walked(turns)
        assert turns[-1].state.variables["safe"] == "yes"

    @pytest.mark.parametrize("tree", [tree for tree in OWN_WORDS if tree != "first_hours"])
    def test_is_reached_from_another_and_comes_back(self, trees: Trees, tree: str) -> None:
        before = ("i slipped on kratom last night", *SAFE_AND_ALONE, "no", "it's worn off", "no")
        turns = hear(trees, *before)
        asked = turns[-1].state.place
        turns += hear_on(trees, turns[-1], OWN_WORDS[tree])
        assert tree in trees_walked(turns[-1:]) or tree == turns[-1].state.place.partition("/")[0]
        for _ in range(12):
            if turns[-1].state.place == asked:
                break
            turns += hear_on(trees, turns[-1], "skip")
        assert turns[-1].state.place == asked


class TestAtTheFirstQuestion:
    @pytest.mark.parametrize(
        "words", ["i'd like some help", "i am still up", "i did some coke", "i have taken some"]
    )
    def test_what_is_wished_or_told_is_no_yes_to_being_safe(self, trees: Trees, words: str) -> None:
        assert hear(trees, words)[-1].state.variables.get("safe") != "yes"

    @pytest.mark.parametrize(
        ("words", "substance"),
        [("i did coke an hour ago", "stimulant"), ("i drank a few hours ago", "alcohol")],
    )
    def test_a_slip_told_with_its_substance_opens_the_talk(
        self, trees: Trees, words: str, substance: str
    ) -> None:
        state = hear(trees, words)[-1].state
        assert state.variables["substances"] == (substance,)
        assert state.place == "front_door/heard_you"

    def test_asking_to_talk_names_no_can_of_beer(self, trees: Trees) -> None:
        state = hear(trees, "can we look at what set it off")[-1].state
        assert "substances" not in state.variables

    def test_an_alarm_does_not_swallow_what_the_person_came_for(self, trees: Trees) -> None:
        turns = hear(trees, "i drank last night and i can't go on like this")
        assert any(isinstance(act, Alarm) for act in turns[-1].actions)
        assert turns[-1].state.danger == "suicide"
        assert turns[-1].state.variables["came_for"] == "slip"
        assert turns[-1].state.variables["substances"] == ("alcohol",)
        assert turns[-1].state.variables["when"] == "known"


class TestTwoInOne:
    def test_what_and_when_said_together_are_both_kept(self, trees: Trees) -> None:
        turns = hear(trees, "i slipped", "yes", "just me", "kratom last night")
        assert turns[-1].state.place == "front_door/mixing"

    def test_a_bodily_need_as_the_next_step_is_taken_up(self, trees: Trees) -> None:
        said = ("i slipped on kratom last night", "yes", "just me", "no", "worn off", "no", "no")
        turns = hear(trees, *said, "my friend", "food")
        assert turns[-1].state.variables["care"] == "food"
        assert "first_hours.step_said.say.food" in turns[-1].state.said

    def test_a_plan_of_ones_own_is_no_choice_that_happens_to_be_in_it(self, trees: Trees) -> None:
        said = ("i slipped on kratom last night", "yes", "just me", "no", "worn off", "no", "no")
        turns = hear(trees, *said, "my friend", "text my sister after my shower")
        assert "care" not in turns[-1].state.variables


class TestInSpanish:
    @pytest.mark.parametrize("place", ["people/lifeline", "danger/suicide/number"])
    def test_the_lifeline_tells_its_key_for_spanish(self, place: str) -> None:
        spanish = load_trees(language="es").nodes[place]
        assert all("2" in line.text.replace("{lifeline}", "") for line in spanish.say)


class TestWhatSoundsLikeACommand:
    @pytest.mark.parametrize("words", ["i messed up", "i did it again"])
    def test_a_slip_as_the_first_words_takes_nothing_back(self, trees: Trees, words: str) -> None:
        assert hear(trees, words)[-1].state.variables["came_for"] == "slip"

    def test_a_shower_is_a_next_step(self, trees: Trees) -> None:
        said = ("i slipped on kratom last night", "yes", "just me", "no", "worn off", "no", "no")
        state = hear(trees, *said, "my friend", "shower")[-1].state
        assert state.words["next_step"] == "shower"

    def test_later_is_an_answer_where_it_is_offered(self, trees: Trees) -> None:
        said = ("i slipped on kratom last night", "yes", "just me", "no", "worn off", "no", "no")
        asked = hear(trees, *said, "my friend", "food", "tomorrow")[-1]
        assert asked.state.place == "first_hours/look_at_it"
        turn = hear_on(trees, asked, "maybe later")[-1]
        assert "first_hours.rest.say" in turn.state.said
        assert hear_on(trees, asked, "stop")[-1].outcome == "command.stop"

    def test_no_wait_changes_the_answer_before_it(self, trees: Trees) -> None:
        turns = hear(trees, "i slipped on kratom last night", "yes", "yes")
        turns += hear_on(trees, turns[-1], "no wait my roommate is here")
        assert turns[-1].state.variables["alone"] == "no"
        assert hear_on(trees, turns[-1], "wait")[-1].outcome == "command.pause"


class TestWhileTheLinesAreReadOut:
    @pytest.mark.parametrize("name", ["domestic violence", "the suicide line", "never use alone"])
    def test_a_line_asked_for_by_its_name_is_no_alarm(self, trees: Trees, name: str) -> None:
        state = hear(trees, "numbers", name)[-1].state
        assert state.danger is None
        assert state.place in ("people/home", "people/lifeline", "people/alone")

    def test_what_is_told_of_oneself_is_one(self, trees: Trees) -> None:
        assert hear(trees, "numbers", "my husband hurts me")[-1].state.danger == "abuse"


class TestTheLastAnswerSaidOnceMore:
    said = ("i slipped on kratom an hour ago", "yes", "just me", "no")

    def test_it_is_no_yes_to_what_is_asked_now(self, trees: Trees) -> None:
        turns = hear(trees, *self.said, "yeah still", "i'm still feeling it")
        assert turns[-1].state.place == "first_hours/breathing"
        assert turns[-1].state.danger is None

    def test_said_otherwise_it_is_changed(self, trees: Trees) -> None:
        turns = hear(trees, *self.said, "it's worn off", "i'm still feeling it")
        assert turns[-1].outcome == "corrected"
        assert turns[-1].state.variables["feeling"] == "still"

    def test_a_plain_yes_still_counts_as_a_sign(self, trees: Trees) -> None:
        turns = hear(trees, *self.said, "yeah still", "yes")
        assert turns[-1].state.danger == "overdose"
