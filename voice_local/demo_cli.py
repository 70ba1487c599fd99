"""`steady demo`: the command."""

from __future__ import annotations

import math
import os
import statistics
import sys
import tempfile
from pathlib import Path

import click

from voice_local.ports import DeviceLost, VoiceLost


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each line spoken.")
@click.option(
    "--script",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What the person says, one utterance a line; default: a whole talk.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The WAV to write, person left, product right; default: demo.wav in a new folder.",
)
@click.option("--db", type=click.Path(path_type=Path), help="The answer log; default: beside it.")
@click.option(
    "--noise",
    type=click.FloatRange(-20, 100),
    metavar="SNR",
    help="White noise, so many dB below speech.",
)
@click.option("--model", help="Another speech model, by name or folder.")
@click.option("--play", is_flag=True, help="Play the talk in real time afterwards.")
def demo(
    as_json: bool,
    script: Path | None,
    out: Path | None,
    db: Path | None,
    noise: float | None,
    model: str | None,
    play: bool,
) -> None:
    """Hear a whole talk without microphone, loudspeaker or network.

    A synthetic person speaks the lines of the script; the product really hears
    them with Vosk and really answers with pyttsx3. The speech model that it
    hears with understands synthetic voices only, and no human being. It runs on
    the clock of the sound, faster than real time, and the delays in the WAV are
    those that a person would meet: the wait for the end of the utterance in the
    sound's time, and the time computed.

    With --json, one object for each line of the script: `asked` is what the
    product had said before, `expected` the line that the person spoke, `heard`
    what was understood of it ("" where nothing was), `said` what the product
    said in reply, `latency_ms` the time from the end of the line to the first
    sound of the reply, `early` whether the line was taken before the pause that
    usually ends one. Where a talk ends before the script does, the person opens
    it again.

    Exit code 0: held. 2: wrong usage. 3: the machine lacks something.
    """
    from voice_local.demo import DEFAULT_SCRIPT, NotAScript, read_script
    from voice_local.model import NoModel, find_model, synthetic_model
    from voice_local.voice import VoiceSettings

    if out is not None and not out.absolute().parent.is_dir():
        raise click.UsageError(f"--out: there is no folder {out.parent}. Make it first.")
    try:
        VoiceSettings.from_environment()
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    if noise is not None and math.isnan(noise):
        raise click.UsageError("--noise: 'nan' is no number.")
    try:
        lines = read_script((script or DEFAULT_SCRIPT).read_bytes())
    except NotAScript as problem:
        raise click.UsageError(f"--script: {script}: {problem}") from problem
    except OSError as error:
        raise click.UsageError(f"--script: {script}: {error.strerror}.") from error
    if not lines:
        click.echo("The script is empty: nobody will speak.", err=True)
    if out is None or db is None:
        folder = Path(tempfile.mkdtemp(prefix="steady-demo-"))
        out, db = out or folder / "demo.wav", db or folder / "answers.db"
    try:
        _run(lines, find_model(model) if model else synthetic_model(), out, db, noise, as_json)
        if play:
            from voice_local.loudspeaker import play_file

            play_file(out)
    except BrokenPipeError:
        # Nobody reads any more: keep the interpreter from tripping over it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError as error:
        click.echo(
            f"Cannot write the talk ({error.filename or out}): {error.strerror}. "
            "Make room there, or name another place with --out and --db.",
            err=True,
        )
        sys.exit(3)
    except (DeviceLost, NoModel, VoiceLost, RuntimeError) as error:
        click.echo(str(error), err=True)
        sys.exit(3)


def _run(
    lines: list[str], model: Path, out: Path, db: Path, noise: float | None, as_json: bool
) -> None:
    from dialogs.log.cli import answers
    from voice_local.demo import as_json as to_json
    from voice_local.demo import run_demo
    from voice_local.demo_room import Heard

    numbers = iter(range(1, len(lines) + 1))

    def show(text: str) -> None:
        if not as_json:
            click.echo(f"< {text}")

    def tell(turn: Heard) -> None:
        if as_json:
            click.echo(to_json(next(numbers), turn))
            return
        after = "no reply" if turn.latency_ms is None else f"{turn.latency_ms} ms"
        mark = ", early" if turn.early else ""
        heard = f'"{turn.heard}"' if turn.heard else "nothing"
        click.echo(f"> {turn.line}\n    heard {heard}, reply after {after}{mark}\n< {turn.said}")

    result = run_demo(lines, model, db, noise, show, tell)
    seconds = result.room.write(out)
    if as_json:
        return
    waits = [turn.latency_ms for turn in result.turns if turn.latency_ms is not None]
    right = sum(turn.heard == turn.line for turn in result.turns)
    click.echo(f"\n{right} of {len(result.turns)} lines heard word for word", nl=False)
    if waits:
        click.echo(f"; reply after {statistics.median(waits):.0f} ms at the median", nl=False)
    click.echo(
        f"\n{seconds:.0f} s of talk in {result.computed_seconds:.1f} s: {out}\nanswers in {db}:\n"
    )
    answers.main(["--db", str(db)], standalone_mode=False)
