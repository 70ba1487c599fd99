"""`steady review`: a person reads the clinical texts that nobody has signed, and signs them."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

CHOICES = "'s {slug}' to sign it as read and right, n for the next one, q to leave"
"""The node's name has to be typed: a key held down, or a program that says yes, signs nothing."""


@click.command()
@click.option(
    "--sources",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("docs/sources.md"),
    show_default=True,
    help="The page that says what each text rests on.",
)
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def review(sources: Path, folder: Path | None) -> None:
    """Read the clinical texts in FOLDER, or the shipped ones, and sign those that are right.

    Each text is shown with its file, what follows from it and what it rests on. Signing
    writes your name, today, and a hash of the text into its file; when the text changes,
    the mark is stale. Only a person signs: this needs a terminal.
    """
    from dialogs.authoring.review import NotSigned, find_unreviewed, read_sources, show, sign
    from dialogs.check_lines import slug_of
    from dialogs.load import PACKAGE, load_trees

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            "only a person at a terminal may review: run it without a pipe or a script."
        )
    folder = folder or PACKAGE / "trees"
    trees = load_trees(folder)
    known = read_sources(sources)
    waiting = list(find_unreviewed(trees))
    click.echo(f"{len(waiting)} clinical texts wait to be read.")
    if not waiting:
        return
    click.echo("Your mark says that you have read a text and find it right, under your own name.")
    name = click.prompt("Your name and profession", value_proc=_name)
    signed = 0
    for number, node in enumerate(waiting, 1):
        click.echo(f"\n{number} of {len(waiting)}  {show(node, trees, known)}\n")
        slug = slug_of(node.place)
        ways = click.Choice([f"s {slug}", "n", "q"])
        answer = click.prompt(CHOICES.format(slug=slug), type=ways, show_choices=False)
        if answer == "q":
            break
        if answer != "n":
            try:
                sign(node, trees, folder, name, date.today())
                signed += 1
            except NotSigned as error:
                click.echo(str(error), err=True)
            except OSError as error:
                click.echo(f"{error.filename}: {error.strerror}", err=True)
                click.echo("  mend: it must be a file that you may write to.", err=True)
                sys.exit(3)
    click.echo(f"{signed} signed, {len(waiting) - signed} still wait.")


def _name(typed: str) -> str:
    from dialogs.authoring.review import NotSigned, as_name

    try:
        return as_name(typed)
    except NotSigned as error:
        raise click.UsageError(str(error)) from error
