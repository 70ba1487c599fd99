"""`steady figures`: where people answered, declined, fell silent or left."""

from __future__ import annotations

import json
from pathlib import Path

import click

HEADINGS = ("came", "answered", "declined", "moved on", "left", "silent", "unclear", "seconds")


@click.command()
@click.option(
    "--db", type=click.Path(path_type=Path), help="The answer log; default: your data folder."
)
@click.option("--json", "as_json", is_flag=True, help="A JSON list, one object a question.")
@click.argument("names", nargs=-1, metavar="[TREE]...")
def figures(db: Path | None, as_json: bool, names: tuple[str, ...]) -> None:
    """Count for each question how many came to it, and what became of them.

    "Moved on" is a danger, a change of topic or another command; "left" a stop, a hang-up
    or the last thing that was heard; "seconds" the median from the question to its answer.
    Only talks that people agreed to keep are counted.
    """
    from dialogs.authoring.figures import read_figures
    from dialogs.check_lines import tree_of
    from dialogs.log.cli import opened

    with opened(db) as connection:
        found = read_figures(connection) if connection is not None else {}
    shown = [one for place, one in found.items() if not names or tree_of(place) in names]
    if as_json:
        click.echo(json.dumps([one.as_data() for one in shown], indent=1))
        return
    if not shown:
        click.echo("No talk that was kept has come to a question yet.")
        return
    width = max(len(one.place) for one in shown)
    click.echo(" " * width + "".join(f"{name:>10}" for name in HEADINGS))
    for one in shown:
        seconds = "-" if one.median_seconds is None else f"{one.median_seconds:g}"
        counts = (one.reached, one.answered, one.declined, one.moved_on, one.left, one.silent)
        row = (*counts, one.not_understood, seconds)
        click.echo(f"{one.place:<{width}}" + "".join(f"{value:>10}" for value in row))
