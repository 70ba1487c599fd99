"""`steady hear`: what is understood, one line in, one line out."""

import json
import sys
from datetime import datetime

import click

from dialogs.content import LEXICON
from dialogs.hear import Context, Ears, Match, Topic, Value, normalise

QUESTIONS = ("trigger", "yes_no", "when", "topic", "safe", "any")
COMMANDS = frozenset((
    "repeat", "back", "skip", "help", "stop", "pause", "slower", "shorter", "start_over", "strike",
    "dont_keep", "forget_everything", "what_you_know", "people",
))  # fmt: skip
GO_BEFORE_ANSWERS = ("stop", "help")


@click.command()
@click.option("--question", type=click.Choice(QUESTIONS), default="any", show_default=True,
              help="The open question that each line answers.")  # fmt: skip
@click.option("--now", metavar="ISO",
              help="The time of the answers, as 2025-06-14T23:00; without it, now.")  # fmt: skip
def hear(question: str, now: str | None) -> None:
    """Read utterances, one a line, and print what is understood, one JSON object a line."""
    moment = _moment(now)
    ears = Ears.load(LEXICON)
    for line in sys.stdin.buffer:
        said = line.decode("utf-8", errors="replace").rstrip("\r\n")
        click.echo(json.dumps(understand(ears, question, said, moment), ensure_ascii=False))
        sys.stdout.flush()


def understand(ears: Ears, question: str, said: str, now: datetime) -> dict[str, object]:
    """Everything that is understood of one utterance, under one question."""
    utterance = normalise(said)
    command = ears.command(utterance)
    match = ears.answer(question, utterance, now, command) if question != "any" else None
    danger = ears.danger(utterance, Context(question=question), match)
    return {
        "utterance": said,
        "danger": danger.category if danger else None,
        "tier": danger.tier if danger else None,
        "why": danger.why if danger else None,
        "command": shown(command, match),
        "answer": plain(match.value) if match else None,
    }


def shown(command: str | None, match: Match | None) -> str | None:
    """The command, where the published format has it and no whole answer goes before it."""
    if command not in COMMANDS:
        return None
    if match is not None and match.whole and command not in GO_BEFORE_ANSWERS:
        return None
    return command


def plain(value: Value) -> object:
    """The value as JSON has it."""
    if isinstance(value, Topic):
        return {"topic": value.topic, "substances": list(value.substances)}
    return list(value) if isinstance(value, tuple) else value


def _moment(now: str | None) -> datetime:
    if now is None:
        return datetime.now().astimezone()
    try:
        return datetime.fromisoformat(now)
    except ValueError:
        raise click.BadParameter(
            f"{now!r} is no time. Write it as 2025-06-14 or 2025-06-14T23:00.", param_hint="--now"
        ) from None
