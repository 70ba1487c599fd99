"""`steady script`: trees as a page to read and to print."""

from __future__ import annotations

import sys
from pathlib import Path

import click

EXIT_MACHINE = 3
MISSING_JINJA = (
    "the document needs jinja2, which is not installed\n  mend: pip install 'steady-ground[author]'"
)


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The HTML file to write; without it the page is printed.",
)
@click.option("--lang", help="A second language beside the first, with what it lacks marked.")
@click.argument("names", nargs=-1, metavar="[TREE]...")
def script(out: Path | None, lang: str | None, names: tuple[str, ...]) -> None:
    """Write the trees as a document: what is said, what may be answered, what follows.

    For people who read and do not code. Every line stands with its id. The page is made
    to be printed, or kept as PDF by printing to a file.
    """
    from dialogs.content import LANGUAGES, load_content
    from dialogs.load import load_trees
    from dialogs.problems import nearest

    if lang is not None and lang not in LANGUAGES[1:]:
        known = ", ".join(LANGUAGES[1:]) or "none yet"
        raise click.BadParameter(f"'{lang}' is not there; known: {known}.", param_hint="--lang")
    trees = load_content()
    for name in names:
        if name not in trees.trees:
            hint = nearest(name, trees.trees, otherwise=False) or "name a tree of dialogs/trees."
            raise click.BadParameter(f"'{name}' is no tree; {hint}", param_hint="TREE")
    shown = [trees] if lang is None else [trees, load_trees(language=lang)]
    try:
        from dialogs.authoring.script import write_scripts

        page = write_scripts(shown, names or tuple(trees.trees))
        if out is None:
            click.echo(page, nl=False)
        else:
            out.write_text(page, "utf-8")
            click.echo(out)
    except ImportError:
        click.echo(MISSING_JINJA, err=True)
        sys.exit(EXIT_MACHINE)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}", err=True)
        click.echo("  mend: name a file in a folder that you may write to.", err=True)
        sys.exit(EXIT_MACHINE)
