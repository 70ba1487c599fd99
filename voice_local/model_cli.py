"""`steady model`: which speech model hears, and how to get one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from voice_local.model import (
    DEFAULT,
    NoModel,
    find_model,
    installed_models,
    models_folder,
    synthetic_model,
    takes_grammars,
)
from voice_local.model_get import OFFERED, CannotGet, Offered, get_model, put_model


@click.group()
def model() -> None:
    """Get, list and find the speech models for talking hands free."""


@model.command()
@click.argument("name", default=DEFAULT)
@click.option("--yes", is_flag=True, help="Do not ask before downloading.")
@click.option("--from", "archive", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              metavar="FILE.zip", help="Take this file instead of downloading.")  # fmt: skip
@click.option("--url", help="Download from here instead of from the makers of Vosk.")
@click.option("--again", is_flag=True, help="Also where the model is already there.")
def get(name: str, yes: bool, archive: Path | None, url: str | None, again: bool) -> None:
    """Fetch the small English model, or another one by its NAME; never without your word."""
    if archive is not None and name == DEFAULT:
        name = archive.name.removesuffix(".zip")
    offered = OFFERED.get(name)
    if offered is None:
        if archive is None and url is None:
            raise click.BadParameter(
                f"'{name}' is not known here. Say one of {', '.join(OFFERED)}, or give --url "
                "or --from.", param_hint="NAME")  # fmt: skip
        if not name or name.startswith(".") or Path(name).name != name:
            raise click.BadParameter(f"'{name}' is no name for a folder.", param_hint="NAME")
        offered = Offered(name, "", 0)
    there = models_folder() / name
    if there in installed_models() and not again:
        click.echo(f"{there} is there already.")
        return
    if archive is None and not yes:
        _ask(offered, url)
    try:
        if archive is not None:
            folder = put_model(archive, offered)
        else:
            folder = get_model(offered, url, progress=_show_progress(offered))
    except CannotGet as error:
        click.echo(f"\n{error}", err=True)
        sys.exit(3)
    if offered.sha256 is None:
        click.echo(f"No checksum of {name} was known; that of this file is kept for next time.")
    if not takes_grammars(folder):
        click.echo("This model takes no grammar: answers will be heard less surely.")
    click.echo(f"{folder} is ready. Try it: steady talk")


@model.command("list")
def list_models() -> None:
    """Print the models that are here, and those that can be fetched."""
    try:
        used: Path | None = find_model()
    except NoModel:
        used = None
    here = list(installed_models())
    for folder in here:
        click.echo(f"{'*' if folder == used else ' '} {folder.name}  {folder}")
    if used is not None and used not in here:
        click.echo(f"* {used}  (named by STEADY_MODEL)")
    click.echo("  synthetic  for tests and the demo: it hears synthetic voices, and no person")
    for offered in OFFERED.values():
        if models_folder() / offered.name not in here:
            size = f"{offered.bytes / 1e6:.0f} MB, " if offered.bytes else ""
            click.echo(f"  {offered.name}  {size}{offered.what}: steady model get {offered.name}")


@model.command()
@click.argument("name", required=False)
def path(name: str | None) -> None:
    """Print the folder of the model that is used, or of the one that is named."""
    try:
        click.echo(synthetic_model() if name == "synthetic" else find_model(name))
    except NoModel as error:
        click.echo(str(error), err=True)
        sys.exit(3)


def _ask(offered: Offered, url: str | None) -> None:
    size = f"{offered.bytes / 1e6:.0f} MB" if offered.bytes else "of unknown size"
    click.echo(f"{offered.name}, {size}, from {url or offered.url}\nto {models_folder()}")
    if not sys.stdin.isatty():
        raise click.UsageError("Nobody is here to ask; say --yes to download.")
    click.confirm("Download it?", abort=True)


def _show_progress(offered: Offered) -> Callable[[int, int], None]:
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        total = total or offered.bytes
        step = done * 100 // total if total else done // 1_000_000
        if step == shown:
            return
        if sys.stderr.isatty():
            bar = "#" * (step * 30 // 100) if total else ""
            text = f"{step:3d} %" if total else f"{step} MB"
            click.echo(f"\r[{bar:<30}] {text}", nl=done == total, err=True)
        elif step % 10 == 0 or shown == -1:
            click.echo(f"{step} {'%' if total else 'MB'}", err=True)
        shown = step

    return show
