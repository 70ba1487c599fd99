"""What Alexa is given to speak: valid, within its limits, and numbers as numbers."""

from __future__ import annotations

from typing import Any

import pytest
from ask_sdk_core.response_helper import ResponseFactory
from hypothesis import given
from hypothesis import strategies as st

from dialogs.events import Action, End, Listen, Park, Record, Say
from dialogs.model import Trees
from skill.to_response import MOST_BYTES, MOST_CHARACTERS, fit, respond, to_ssml
from skill.wording import AMAZON_HEARS, BEFORE, HERE
from tests.conftest import EVENING
from tests.skill.client import plain


def say(text: str, *numbers: str, **more: Any) -> Say:
    return Say("tree.node.say", text, numbers, **more)


def response(*actions: Action, state_bytes: int = 0) -> Any:
    builder = ResponseFactory()
    respond(builder, actions, state_bytes)
    return builder.response


class TestSsml:
    def test_marks_of_xml_are_escaped(self) -> None:
        assert to_ssml(say("Tom & \"Jerry\" <3 'you'")) == (
            "Tom &amp; &quot;Jerry&quot; &lt;3 &apos;you&apos;"
        )

    def test_a_short_number_is_spoken_digit_by_digit_each_time(self) -> None:
        digits = '<say-as interpret-as="digits">988</say-as>'
        assert to_ssml(say("Call 988. 988.", "988")) == f"Call {digits}. {digits}."

    def test_a_long_one_as_a_telephone_number(self) -> None:
        number = "1-800-662-4357"
        assert to_ssml(say(f"Call {number}.", number)) == (
            f'Call <say-as interpret-as="telephone">{number}</say-as>.'
        )

    def test_a_number_inside_another_is_left_alone(self) -> None:
        spoken = to_ssml(say("800-911-0000 and 911", "911"))
        assert spoken == '800-911-0000 and <say-as interpret-as="digits">911</say-as>'

    def test_an_address_is_no_number(self) -> None:
        assert to_ssml(say("Look at findtreatment.gov.", "findtreatment.gov")) == (
            "Look at findtreatment.gov."
        )

    def test_three_dots_are_a_pause(self) -> None:
        assert to_ssml(say("Take your time. ... Well?")) == (
            'Take your time. <break time="600ms"/> Well?'
        )

    def test_a_slow_line_is_spoken_slowly(self) -> None:
        assert to_ssml(say("Well?", pace="slow")) == '<prosody rate="slow">Well?</prosody>'

    @given(st.text())
    def test_whatever_was_said_stays_valid_when_it_is_read_back(self, text: str) -> None:
        plain(f"<speak>{to_ssml(say(text))}</speak>")

    def test_every_shipped_line_is_valid(self, trees: Trees) -> None:
        for node in trees.nodes.values():
            for line in (*node.say, node.help, node.slower, node.silence, *node.no_match):
                if line is not None:
                    plain(f"<speak>{to_ssml(Say(line.id, line.text))}</speak>")


class TestWhatIsTrueOnAlexa:
    def test_who_hears_is_said_before_it_is_asked_what_to_keep(self, trees: Trees) -> None:
        for line in trees.nodes["front_door/consent"].say:
            assert to_ssml(Say(line.id, line.text)).startswith(AMAZON_HEARS)

    def test_the_lines_that_it_is_said_before_are_there(self, trees: Trees) -> None:
        node = trees.nodes["front_door/consent"]
        shown = {
            *(line.id for line in node.say),
            *(one.id for one in (node.help, node.slower) if one),
        }
        assert shown >= BEFORE

    def test_nobody_is_promised_a_wait_that_alexa_does_not_allow(self, trees: Trees) -> None:
        line = trees.lines["paused"]
        spoken = to_ssml(Say(line.id, line.text))
        assert "I&apos;ll wait" not in spoken
        assert "open me again" in spoken

    def test_nothing_is_said_to_be_on_the_device_that_speaks(self, trees: Trees) -> None:
        said = [line for node in trees.nodes.values() for line in node.say]
        assert any(HERE in line.text for line in said)
        assert not any(HERE in to_ssml(Say(line.id, line.text)) for line in said)


class TestLimits:
    def test_a_long_recap_is_cut_at_the_end_of_a_sentence(self) -> None:
        recap, question = say("You said this. " * 700), say("Shall we go on?")
        spoken = fit([recap, question])
        assert MOST_CHARACTERS - len("You said this. ") < len(spoken) <= MOST_CHARACTERS
        assert spoken.endswith("You said this. Shall we go on?")

    @pytest.mark.parametrize(
        ("most", "spoken"),
        [
            (17, "One? Two! Three."),
            (15, "One? Two!"),
            (8, "One?"),
            (3, "On"),
            (0, ""),
            (-1, ""),
        ],
    )
    def test_as_many_sentences_are_kept_as_there_is_room_for(self, most: int, spoken: str) -> None:
        assert fit([say("One? Two!\nThree.")], most).split() == spoken.split()

    def test_nothing_is_said_where_nothing_is_to_be_said(self) -> None:
        assert fit([]) == fit([], -1) == ""

    def test_a_line_with_a_number_is_cut_last(self) -> None:
        spoken = fit([say("Call 988 now. " * 40, "988"), say("You said this. " * 700)])
        assert spoken.count("988") == 40

    def test_even_a_line_without_any_end(self) -> None:
        assert len(fit([say("x" * 20_000)])) <= MOST_CHARACTERS

    @given(st.lists(st.text(alphabet="a.é🫖& ", max_size=4_000), max_size=4), st.integers(0, 6_000))
    def test_the_whole_response_stays_under_24_kb(self, texts: list[str], state: int) -> None:
        given = response(
            *(say(text) for text in texts), Listen("any", say("Well?")), state_bytes=state
        )
        ssml = given.output_speech.ssml
        assert len(ssml) < 8_000
        assert len(ssml.encode()) + state < MOST_BYTES


class TestTheSession:
    def test_a_question_keeps_it_open_with_its_reprompt(self) -> None:
        given = response(say("Well?"), Listen("yes_no", say("Take your time.")))
        assert given.should_end_session is False
        assert given.reprompt.output_speech.ssml == "<speak>Take your time.</speak>"

    def test_the_end_closes_it_without_one(self) -> None:
        given = response(say("Stopping here."), Park(), End("stopped"))
        assert given.should_end_session is True
        assert given.reprompt is None

    def test_what_is_only_for_the_log_is_not_spoken(self) -> None:
        record = Record(1, EVENING, "a/b", "trigger", "answered", ("MARKER",))
        given = response(record, say("Well?"), Listen("any"))
        assert given.output_speech.ssml == "<speak>Well?</speak>"

    def test_there_is_no_card(self) -> None:
        assert response(say("Well?"), Listen("any")).card is None

    @pytest.mark.parametrize("count", [0, 1])
    def test_a_turn_that_asks_nothing_ends_it(self, count: int) -> None:
        assert response(*[say("Well.")] * count).should_end_session is True
