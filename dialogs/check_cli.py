"""`steady check`: all that is wrong with the conversations, with how to mend it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialogs.problems import Problem, catalogue

if TYPE_CHECKING:
    from dialogs.model import Trees

_FIRST = 3
"""How many of each release problem are shown without `--all`."""

EXIT_PROBLEMS, EXIT_MACHINE = 1, 3


@click.command()
@click.option("--release", is_flag=True, help="Also ask for what only people can do.")
@click.option("--all", "show_all", is_flag=True, help="With --release: show every problem.")
@click.option("--language", default="en", show_default=True, help="Check with this overlay.")
@click.option(
    "--against",
    metavar="OLD",
    help="Older trees, a folder or a git revision: what became of their places.",
)
@click.option(
    "--db",
    type=click.Path(path_type=Path),
    help="With --against: an answer log, whose parked conversations are looked through.",
)
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def check(
    release: bool,
    show_all: bool,
    language: str,
    against: str | None,
    db: Path | None,
    folder: Path | None,
) -> None:
    """Look for everything that is wrong with the trees in FOLDER, or the shipped ones.

    Each problem is told with its place, its code and how to mend it; docs/problems.md
    explains the codes. With --release, texts that no clinician has reviewed and numbers
    that nobody has dialled are problems too. With --against, places that people may be
    parked in and that are gone are problems as well; with --db, those who are parked are listed.

    Exit code 0: nothing found. 1: problems. 2: wrong usage. 3: a file cannot be read.
    """
    from dialogs.check import find_problems
    from dialogs.load import PACKAGE

    folder = folder or PACKAGE / "trees"
    if not any(folder.rglob("*.yaml")):
        raise click.BadParameter(f"there is no .yaml file in {folder}", param_hint="FOLDER")
    if db is not None and against is None:
        raise click.UsageError("--db goes with --against OLD: older trees to compare with.")
    old = _old_trees(against, folder)
    try:
        found = find_problems(folder, release=release, language=language, against=old)
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}", err=True)
        click.echo(
            f"  mend: it must be a file that you may read; see: ls -ld {error.filename}", err=True
        )
        sys.exit(EXIT_MACHINE)
    for problem in _shown(found, show_all):
        click.echo(f"{problem}\n")
    click.echo(_summary(found, show_all))
    if db is not None:
        _tell_of_parked(db, folder)
    if found:
        sys.exit(EXIT_PROBLEMS)


def _old_trees(against: str | None, folder: Path) -> Trees | None:
    from dialogs.authoring.against import NoOldTrees, read_old_trees

    try:
        return None if against is None else read_old_trees(against, folder)
    except NoOldTrees as error:
        raise click.BadParameter(str(error), param_hint="--against") from error


def _tell_of_parked(db: Path, folder: Path) -> None:
    """Every parked conversation whose place the new trees do not have."""
    from dialogs.authoring.against import find_moved
    from dialogs.load import read_trees
    from dialogs.log.cli import opened

    with opened(db) as connection:
        moved = list(find_moved(connection, read_trees(folder)[0])) if connection else []
    for one in moved:
        click.echo(str(one))
    click.echo(f"{len(moved) or 'No'} parked places move.")


def _shown(found: Iterable[Problem], show_all: bool) -> Iterable[Problem]:
    """All that an author can mend alone; of what a release lacks, the first few of each code."""
    seen: Counter[str] = Counter()
    kinds = catalogue()
    for problem in found:
        seen[problem.code] += 1
        if show_all or not kinds[problem.code].release or seen[problem.code] <= _FIRST:
            yield problem


def _summary(found: tuple[Problem, ...], show_all: bool) -> str:
    if not found:
        return "No problems."
    counts = Counter(problem.code for problem in found)
    kinds = catalogue()
    lines = [f"{len(found)} problem{'s' if len(found) > 1 else ''}:"]
    for code, count in sorted(counts.items()):
        more = count - _FIRST if kinds[code].release and not show_all else 0
        hidden = f"  ({more} not shown: --all shows them)" if more > 0 else ""
        lines.append(f"  {code} {kinds[code].title}: {count}{hidden}")
    return "\n".join(lines)
