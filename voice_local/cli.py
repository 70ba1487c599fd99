"""`steady talk`: the conversation at this machine, by voice where it can be, else by keyboard."""

from __future__ import annotations

import sys
from pathlib import Path

import click

SPANISH_VOICE = "roa/es-419"
NOT_ALL = {
    "es": "Solo los guiones de ayuda y los números están en español; lo demás está en inglés, "
    "y solo se entiende inglés."
}
"""What a person has to know who chooses a language in which not every line is there."""


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
@click.option(
    "--no-keyboard", is_flag=True, help="By voice or not at all (code 3), as a service needs it."
)
@click.option("--repro", is_flag=True, help="At the end, print the talk as a transcript (typed).")
@click.option("--model", help="The speech model to hear with, by name or folder.")
@click.option(
    "--barge-in", is_flag=True, help="Take answers while it speaks: headphones, echo cancelling."
)
def talk(
    typed: bool,
    consent: str,
    db: Path | None,
    lang: str,
    no_keyboard: bool,
    repro: bool,
    model: str | None,
    barge_in: bool,
) -> None:
    """Talk about what happened, one step at a time.

    By voice where there is a microphone and a speech model, else by keyboard.
    How fast, how loud and in which voice it speaks: STEADY_RATE (words a minute,
    150), STEADY_VOLUME (0 to 1), STEADY_VOICE. `steady doctor` tells what is
    missing and how well the room can be heard.
    """
    from dialogs.content import TREES
    from dialogs.conversation import Conversation
    from dialogs.load import load_trees
    from dialogs.log import open_log

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if lang != "en":
        if lang in NOT_ALL:
            click.echo(NOT_ALL[lang], err=True)
        click.echo(
            f"Only the help scripts and numbers are there in '{lang}'; all else is English, and "
            "only English is understood.",
            err=True,
        )
    if not typed and not repro:
        if _by_voice(consent, db, lang, model, barge_in):
            return
        if no_keyboard:
            sys.exit(3)
        click.echo("Talking by keyboard.", err=True)
    conversation = Conversation(load_trees(TREES, language=lang), open_log(db), "typed")
    from voice_local import typed as keyboard

    if sys.stdin.isatty():
        click.echo("Type and press Enter. An empty line is silence; Ctrl-D leaves.\n", err=True)
    keyboard.talk(conversation, consent, repro=repro)


def _by_voice(consent: str, db: Path | None, lang: str, model: str | None, barge_in: bool) -> bool:
    """Hold the talk by voice; False where that cannot be, after saying why."""
    from voice_local.model import NoModel, find_model
    from voice_local.ports import DeviceLost
    from voice_local.voice import VoiceSettings

    try:
        settings = VoiceSettings.from_environment(SPANISH_VOICE if lang == "es" else None)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        folder = find_model(model)
        if folder.name == "synthetic_speech_model":
            click.echo(
                "This speech model was made for tests: it understands synthetic voices, "
                "and will not understand you.",
                err=True,
            )
        from voice_local.talk import Devices
        from voice_local.talk import talk as talk_by_voice

        with Devices.opened(settings) as devices:
            from dialogs.content import TREES
            from dialogs.conversation import Conversation
            from dialogs.load import load_trees
            from dialogs.log import open_log

            conversation = Conversation(load_trees(TREES, language=lang), open_log(db), "voice")
            try:
                devices.wait()
                talk_by_voice(conversation, devices, folder, consent, barge_in)
            finally:
                conversation.log.close()
    except (NoModel, DeviceLost, RuntimeError) as missing:
        click.echo(str(missing), err=True)
        return False
    return True
