"""ssml-check, which nobody here wrote, has nothing against anything that is spoken on Alexa."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ask_sdk_core.response_helper import ResponseFactory

from dialogs.authoring.walk import Walker
from dialogs.check_lines import spoken
from dialogs.events import Say
from dialogs.model import Trees
from skill.to_response import respond, to_ssml
from tests.skill.client import AlexaClient, Clock, make_app
from tests.skill.clients.conftest import run_node
from tests.skill.clients.npm import installed
from tests.skill.clients.test_skill_tester import TRANSCRIPTS, is_words_alone

HOSTILE = 'call Tom & "Jerry" <3 at 5 > 4 \x00 \ud800 </speak>'
"""The person's own words, as they may come back in a line."""


def wrong(pieces: list[str]) -> object:
    installed("ssml-check")
    return run_node("ssml.js", pieces)


def filled(trees: Trees, text: str) -> tuple[str, tuple[str, ...]]:
    """The line with its numbers, and hostile words wherever words are put in."""
    numbers = {key: number.spoken for key, number in trees.numbers.items()}
    found = [numbers[key] for key in re.findall(r"{(\w+)}", text) if key in numbers]
    told = re.sub(r"{(\w+)}", lambda at: numbers.get(at[1], HOSTILE), text)
    return told, tuple(dict.fromkeys(found))


def every_line(trees: Trees) -> Iterator[str]:
    """Every line of the trees at both paces, as it is sent."""
    for one in spoken(trees):
        text, numbers = filled(trees, one.line.text)
        for pace in ("normal", "slow"):
            yield f"<speak>{to_ssml(Say(one.line.id, text, numbers, pace))}</speak>"


def every_reply(database: Path) -> Iterator[str]:
    """What is sent while the transcripts are played, with the reprompts."""
    clock = Clock()
    app = make_app(database, clock)
    for path in sorted(TRANSCRIPTS.glob("*/*.txt")):
        script = path.read_text("utf-8")
        if not is_words_alone(script):
            continue
        alexa = AlexaClient(app, clock, user=f"amzn1.ask.account.{path.parent.name}.{path.stem}")
        for said in re.findall(r"^> (.*)$", script, re.MULTILINE):
            clock.move(seconds=10)
            if said == "(launch)":
                alexa.launch()
            else:
                alexa.say(said)
            yield from filter(None, (alexa.ssml, alexa.reprompt_ssml))


def every_turn(trees: Trees, most_turns: int) -> Iterator[str]:
    """What is sent in every situation that the walk comes to in so many turns."""
    for situation in Walker(trees).go(most_turns).situations:
        if not any(isinstance(act, Say) for act in situation.turn.actions):
            continue  # the log is asked, or nobody is there any more
        builder = ResponseFactory()
        respond(builder, situation.turn.actions)
        for speech in (builder.response.output_speech, builder.response.reprompt):
            if speech is not None:
                yield getattr(speech, "output_speech", speech).ssml


class TestWhatIsSpoken:
    def test_line_by_line_is_valid_whatever_words_are_put_in(self, trees: Trees) -> None:
        pieces = sorted(set(every_line(trees)))
        assert len(pieces) > 1_000
        assert wrong(pieces) == []

    def test_in_the_transcripts_is_valid(self, tmp_path: Path) -> None:
        pieces = sorted(set(every_reply(tmp_path / "answers.db")))
        assert len(pieces) > 200
        assert wrong(pieces) == []

    def test_in_the_walk_is_valid(self, trees: Trees) -> None:
        pieces = sorted(set(every_turn(trees, 8_000)))
        assert len(pieces) > 200
        assert wrong(pieces) == []

    def test_would_be_found_where_it_is_not_valid(self) -> None:
        pause = '<speak><break time="20s"/></speak>'
        bad = ["<speak>Tom & Jerry</speak>", pause, "<speak><p></speak>"]
        good = "<speak>Tom &amp; Jerry</speak>"
        found = wrong([*bad, good])
        assert isinstance(found, list)
        assert [piece for piece, _ in found] == bad
