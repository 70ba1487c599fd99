"""The time since the slip, and coming back: after hours, under changed trees, in danger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from dialogs.codec import state_to_json
from dialogs.events import End, Park
from dialogs.model import Trees
from tests.conftest import EVENING, Talk
from tests.small_trees import question, tree

BY_TIME = """
    by_time:
      windows:
        - {hours: 0-24, go: first, caution: 1}
        - {hours: 24-48, go: second, caution: 3}
        - {hours: 48-72, go: third, caution: 2}
        - {hours: 72-, go: weeks, caution: 0}
"""
WHEN = question("when", "When was it?", "{known: by_time, unknown: by_time}", "by_time", ask="when")


def window_tree() -> str:
    parts = [
        question(slug, f"Is it the {slug} one?", "{yes: end, no: end, unsure: end}")
        for slug in ("first", "second", "third", "weeks")
    ]
    return tree("front_door", "when", WHEN, BY_TIME, *parts)


class TestWindows:
    @pytest.mark.parametrize(
        ("said", "place"),
        [
            ("an hour ago", "first"),
            ("thirty hours ago", "second"),
            ("three days ago", "third"),
            ("two weeks ago", "weeks"),
            ("i don't know", "second"),
        ],
    )
    def test_the_hours_choose_the_way_and_unknown_takes_the_most_cautious(
        self, small: Callable[..., Trees], said: str, place: str
    ) -> None:
        talk = Talk(small(front_door=window_tree()))
        talk.say(said)
        assert talk.state.place == f"front_door/{place}"

    def test_an_interval_across_two_windows_takes_the_more_cautious(
        self, small: Callable[..., Trees]
    ) -> None:
        talk = Talk(small(front_door=window_tree()))
        now = int(EVENING.timestamp())
        talk.say("an hour ago")
        talk.say("go back")
        talk.state = replace(talk.state, slip=(now - 26 * 3600, now - 22 * 3600))
        talk.trees = talk.trees
        talk.state = replace(talk.state, variables={"when": "known"}, place="front_door/when")
        talk.say("yesterday")
        assert talk.state.place == "front_door/second"

    def test_coming_back_later_takes_the_window_that_holds_then(
        self, small: Callable[..., Trees]
    ) -> None:
        talk = Talk(small(front_door=window_tree()))
        talk.say("an hour ago")
        assert talk.state.place == "front_door/first"
        talk.hang_up()
        talk.come_back(hours=30)
        talk.say("yes")
        assert talk.state.place == "front_door/second"

    def test_the_shipped_windows_leave_no_gap_from_0_to_72_hours_and_on(self, trees: Trees) -> None:
        routers = [node for node in trees.nodes.values() if node.windows]
        assert routers
        for node in routers:
            edges = [(w.from_hours, w.to_hours) for w in node.windows]
            assert edges[0][0] == 0
            assert edges[-1][1] is None
            assert all(a[1] == b[0] for a, b in pairwise(edges)), node.place


class TestComingBack:
    def test_a_hang_up_parks_where_that_was_agreed_to(self, talk: Talk) -> None:
        talk.say("yes")
        talk.hang_up()
        assert talk.of(Park)
        assert talk.of(End) == [End("hung_up")]

    def test_without_consent_nothing_is_parked(self, trees: Trees) -> None:
        talk = Talk(trees, consent="no")
        talk.say("yes")
        talk.hang_up()
        assert not talk.of(Park)

    def test_welcome_back_is_all_that_is_said(self, talk: Talk) -> None:
        talk.say("i slipped on kratom last night")
        talk.hang_up()
        assert talk.come_back(hours=20) == "Welcome back. Shall we go on where we stopped?"

    def test_the_recap_follows_a_yes_and_only_for_somebody_alone(self, talk: Talk) -> None:
        recap = talk.trees.lines["recap"].text
        talk.say("yes")
        talk.say("i'm alone")
        place = talk.state.place
        talk.hang_up()
        talk.come_back(hours=1)
        assert recap in talk.say("yes")
        assert talk.state.place == place

    def test_somebody_not_known_to_be_alone_hears_no_recap(self, talk: Talk) -> None:
        talk.say("yes")
        talk.hang_up()
        talk.come_back(hours=1)
        assert talk.trees.lines["recap"].text not in talk.say("yes")

    def test_no_begins_another_conversation(self, talk: Talk) -> None:
        before = talk.state.conversation
        talk.say("yes")
        talk.say("i'm alone")
        talk.hang_up()
        talk.come_back(hours=1)
        talk.say("no")
        assert talk.state.place == "front_door/hello"
        assert talk.state.conversation != before
        assert talk.state.consent == "yes"
        assert talk.state.variables == {}

    def test_what_was_dangerous_then_is_checked_before_any_talk(self, talk: Talk) -> None:
        talk.say("i want to kill myself")
        talk.hang_up()
        assert talk.come_back(hours=2) == "Welcome back. Shall we go on where we stopped?"
        talk.say("yes")
        assert talk.state.place == "danger/check/safe"
        assert talk.listen.urgent

    def test_coming_back_twice_still_finds_the_place(self, talk: Talk) -> None:
        talk.say("yes")
        place = talk.state.place
        for _ in range(3):
            talk.hang_up()
            talk.come_back(hours=1)
        talk.say("yes")
        assert talk.state.place == place
        assert talk.state.stack == ()


def two(first: str, second: str, head: str = "") -> str:
    yes = "{yes: end, no: end, unsure: end}"
    return tree(
        "front_door",
        first,
        question(first, f"Is it the {first} one?", f"{{yes: {second}, no: end, unsure: end}}"),
        question(second, f"Is it the {second} one?", yes),
        head=head,
    )


class TestChangedTrees:
    def stand_at_second(self, small: Callable[..., Trees]) -> Talk:
        talk = Talk(small(front_door=two("one", "two")))
        talk.say("yes")
        assert talk.state.place == "front_door/two"
        return talk

    def test_an_open_question_is_found_by_its_slug(self, small: Callable[..., Trees]) -> None:
        talk = self.stand_at_second(small)
        talk.trees = small(front_door=two("zero", "two"))
        talk.say("yes")
        assert talk.of(End) == [End("completed")]

    def test_a_renamed_one_is_found_by_the_migrate_map_with_a_sentence(
        self, small: Callable[..., Trees]
    ) -> None:
        talk = self.stand_at_second(small)
        talk.trees = small(front_door=two("one", "three", head="migrate: {two: three}\n"))
        said = talk.say("yes")
        assert talk.state.place == "front_door/three"
        assert talk.trees.lines["updated"].text in said

    def test_a_lost_one_lands_at_the_start_of_its_tree(self, small: Callable[..., Trees]) -> None:
        talk = self.stand_at_second(small)
        talk.trees = small(front_door=two("uno", "due"))
        talk.say("yes")
        assert talk.state.place == "front_door/uno"

    def test_danger_is_heard_even_in_that_turn(self, small: Callable[..., Trees]) -> None:
        talk = self.stand_at_second(small)
        talk.trees = small(front_door=two("uno", "due"))
        assert "988" in talk.say("i want to kill myself")

    def test_a_state_from_nowhere_lands_at_the_front_door(self, trees: Trees) -> None:
        talk = Talk(trees)
        talk.state = replace(
            talk.state, trees_hash="old", place="gone/away", window=("gone/router", 2)
        )
        talk.say("yes")
        assert talk.state.place.startswith("front_door/")


class TestLimits:
    def test_a_loop_without_a_question_ends_in_a_calm_sentence_and_a_named_problem(
        self, small: Callable[..., Trees]
    ) -> None:
        loop = "    a: {go: b}\n    b: {go: a}\n"
        ask = question("one", "Go on?", "{yes: a, no: end, unsure: end}")
        talk = Talk(small(front_door=tree("front_door", "one", ask, loop)))
        said = talk.say("yes")
        assert talk.trees.lines["lost_thread"].text in said
        assert talk.turn.problem is not None
        assert "more than 100 nodes" in talk.turn.problem
        assert talk.listen.question == "yes_no"

    def test_a_nesting_without_end_does_too(self, small: Callable[..., Trees]) -> None:
        ask = question("one", "Go on?", "{yes: deeper, no: end, unsure: end}")
        deeper = "    deeper: {call: inner, go: end}\n"
        inner = tree("inner", "again", "    again: {call: inner, go: return}\n")
        talk = Talk(small(front_door=tree("front_door", "one", ask, deeper), inner=inner))
        talk.say("yes")
        assert talk.turn.problem is not None
        assert "inside one another" in talk.turn.problem


class TestSize:
    def test_the_state_stays_under_4_kb_at_the_end_of_a_long_path(self, trees: Trees) -> None:
        talk = Talk(trees, consent="ask")
        largest = 0
        for words in ("yes", "i'm alone", "skip", *LONG * 12):
            if talk.of(End):
                break
            talk.say(words)
            largest = max(largest, len(state_to_json(talk.state).encode()))
        assert talk.state.turn > 15
        assert largest < 4096


LONG = (
    "i slipped on kratom and xanax and vodka last night",
    "yes",
    "stress and the pain and i could not sleep",
    "not sure",
    "i will drink a glass of water and call my sister in the morning",
)
