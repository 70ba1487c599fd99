"""`steady walk`: go everywhere that a person could, and look whether a promise is broken."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dialogs.authoring.channels import Difference
    from dialogs.authoring.personas import Talk
    from dialogs.authoring.walk import Path as TrailPath
    from dialogs.model import Trees

MOST_TURNS = 600_000
"""Three times what the shipped trees need; a walk that is longer is not bounded."""


@click.command()
@click.option(
    "--most-turns", default=MOST_TURNS, show_default=True, help="Give up after so many turns."
)
@click.option(
    "--channels/--no-channels",
    default=True,
    show_default=True,
    help="Also play a path to every question on each channel, and compare.",
)
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def walk(most_turns: int, channels: bool, folder: Path | None) -> None:
    """Walk the trees in FOLDER, or the shipped ones: every situation, everything that can happen.

    Each answer, silence, words that fit nothing, back, skip, stop, help, every danger,
    a hang-up and the coming back. Each broken promise is told with what was said to get there.

    Exit code 0: every promise was kept. 1: one was broken, or the trees do not load.
    """
    from dialogs.authoring.personas import faults_of, hundred
    from dialogs.authoring.walk import Walker, one_path_to_each_question, unvisited
    from dialogs.content import TREES, load_content
    from dialogs.load import beside

    trees = load_content(trees=folder or TREES, lexicon=beside(folder or TREES, "lexicon"))
    begun = time.monotonic()
    walker = Walker(trees)
    found = walker.go(most_turns)
    seconds = time.monotonic() - begun
    for fault in found.faults:
        click.echo(f"{fault}\n")
    lost = list(unvisited(trees, found))
    questions = sum(node.ask is not None for node in trees.nodes.values())
    click.echo(
        f"{found.turns} turns through {len(found.situations)} situations in {seconds:.0f} s."
    )
    click.echo(f"{questions - len(lost)} of {questions} questions were come to.")
    if lost:
        click.echo(f"  not: {', '.join(lost)}")
    click.echo(f"From the farthest situation, {found.most_turns} answers lead to an end.")
    if found.seconds_to_number:
        least, middle = min(found.seconds_to_number), median(found.seconds_to_number)
        click.echo(f"Help: 1 turn, {least:.0f} to {middle:.0f} s of speech (least, median).")
    talks = list(hundred(trees)) if folder is None else []
    if talks:
        click.echo(_of_people(talks))
    people = faults_of(talks) if talks else []
    for what in people:
        click.echo(f"people: {what}")
    click.echo(f"{len(found.faults) + len(people) or 'No'} broken promises.")
    differences = list(_compare(trees, one_path_to_each_question(found))) if channels else []
    if found.faults or people or differences:
        sys.exit(1)


def _of_people(talks: list[Talk]) -> str:
    """How long it took a hundred people to something useful: the least, and the median."""
    useful = [talk.useful for talk in talks if talk.useful is not None]
    steps = [talk.turns_to_step for talk in talks if talk.turns_to_step is not None]
    seconds = [talk.seconds_to_step for talk in talks if talk.seconds_to_step is not None]
    return (
        f"{len(talks)} people of seven kinds, least and median: something useful in "
        f"{min(useful)} and {median(useful):g} turns; from the slip to a next step "
        f"{min(steps)} and {median(steps):g} turns, {min(seconds):.0f} and {median(seconds):.0f} s."
    )


def _compare(trees: Trees, paths: list[TrailPath]) -> Iterator[Difference]:
    """Play the paths on every channel, and tell where one of them differs."""
    from dialogs.authoring.channels import compare, find_channels

    for name, open_channel in find_channels().items():
        found = list(compare(name, open_channel, trees, paths))
        for difference in found:
            click.echo(f"\n{difference}")
        click.echo(
            f"{name}: {len(paths)} paths, {len(found) or 'no'} of them unlike the typed talk."
        )
        yield from found
