"""`steady talk`: the conversation at this machine."""

from __future__ import annotations

import sys
from pathlib import Path

import click


def known_language(context: click.Context, option: click.Parameter, language: str) -> str:
    """The language, if there is a folder for it."""
    from dialogs.content import LANGUAGES

    if language not in LANGUAGES:
        raise click.BadParameter(
            f"'{language}' is not there. Say one of {', '.join(LANGUAGES)}, or add a folder "
            "of lines: docs/write_a_tree.md."
        )
    return language


@click.command()
@click.option("--typed", is_flag=True, help="By keyboard or over a pipe, without sound.")
@click.option(
    "--consent",
    type=click.Choice(["ask", "yes", "no"]),
    default="ask",
    show_default=True,
    help="May answers be kept? `ask` lets the conversation ask.",
)
@click.option(
    "--db", type=click.Path(path_type=Path), help="The answer log; default: your data folder."
)
@click.option(
    "--lang", default="en", show_default=True, callback=known_language, help="What is spoken."
)
@click.option("--repro", is_flag=True, help="At the end, print the talk as a transcript.")
def talk(typed: bool, consent: str, db: Path | None, lang: str, repro: bool) -> None:
    """Talk about what happened, one step at a time."""
    from dialogs.content import TREES
    from dialogs.conversation import Conversation
    from dialogs.load import load_trees
    from dialogs.log import open_log
    from voice_local import typed as keyboard

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if not typed:
        click.echo("Talking by keyboard: hands-free talking is not built yet.", err=True)
    if sys.stdin.isatty():
        click.echo("Type and press Enter. An empty line is silence; Ctrl-D leaves.\n", err=True)
    conversation = Conversation(load_trees(TREES, language=lang), open_log(db), "typed")
    keyboard.talk(conversation, consent, repro=repro)
