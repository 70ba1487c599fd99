"""`steady alexa`: what Amazon is given, and what is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from skill.package.manifest import CERTIFICATES, PLACEHOLDER_ENDPOINT, PLACEHOLDER_PRIVACY, Operator
from skill.package.problem import PackageProblem

EXIT_PROBLEMS, EXIT_MACHINE = 1, 3

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def alexa() -> None:
    """Make the Alexa skill package, and look for what is wrong with it."""


@alexa.command()
@click.option("--out", required=True, type=_FOLDER, help="Where to write it.")
@click.option(
    "--endpoint", default=PLACEHOLDER_ENDPOINT, show_default=True,
    help="The https address that Amazon sends requests to.",
)  # fmt: skip
@click.option(
    "--privacy-url", default=PLACEHOLDER_PRIVACY, show_default=True,
    help="Where you host docs/privacy.md.",
)  # fmt: skip
@click.option(
    "--certificate", type=click.Choice(list(CERTIFICATES)), default="trusted", show_default=True,
    help="What the endpoint shows.",
)  # fmt: skip
def package(out: Path, endpoint: str, privacy_url: str, certificate: str) -> None:
    """Write the skill package: texts, interaction model, icons.

    It is made from the trees and the lexicon, and is the same each time. Send it to
    Amazon with `ask deploy --target skill-metadata`, or by hand: docs/alexa.md.
    """
    from dialogs.load import load_trees
    from skill.package.build import build_package, write_package
    from skill.package.lint import lint_files

    files = build_package(load_trees(), Operator(endpoint, privacy_url, certificate))
    problems = lint_files(files)
    _show(problems)
    if problems:
        sys.exit(EXIT_PROBLEMS)
    try:
        write_package(files, out)
    except OSError as error:
        _cannot(error)
    for name, content in sorted(files.items()):
        click.echo(f"{out / name}  {len(content):,} bytes")
    if endpoint == PLACEHOLDER_ENDPOINT or privacy_url == PLACEHOLDER_PRIVACY:
        click.echo(
            "\nThe addresses are placeholders: give --endpoint and --privacy-url of your own."
        )


@alexa.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def lint(folder: Path) -> None:
    """Look for what Amazon would refuse in the skill package in FOLDER.

    Exit code 0: nothing found. 1: problems. 2: wrong usage. 3: a file cannot be read.
    """
    from skill.package.lint import lint_folder

    try:
        problems = lint_folder(folder)
    except OSError as error:
        _cannot(error)
    _show(problems)
    if problems:
        click.echo(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}.")
        sys.exit(EXIT_PROBLEMS)
    click.echo("No problems.")


def _show(problems: Iterable[PackageProblem]) -> None:
    for found in problems:
        click.echo(f"{found}\n")


def _cannot(error: OSError) -> None:
    click.echo(f"{error.filename}: {error.strerror}", err=True)
    if isinstance(error, FileNotFoundError):
        click.echo("  mend: make the package first: steady alexa package --out DIR", err=True)
    else:
        click.echo(f"  mend: see who may read and write it: ls -ld {error.filename}", err=True)
    sys.exit(EXIT_MACHINE)
