"""`steady answers` and `steady patterns`: the log read back. Neither changes or makes a file."""

import csv
import io
import json
import sqlite3
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from dialogs.log.failures import LogFailed, explain, read_time
from dialogs.log.opening import close_quietly, open_for_reading
from dialogs.log.patterns import Slip, describe, find_patterns, find_slips
from dialogs.log.place import find_log
from dialogs.log.reading import ToldAnswer, find_people, read_answers

MACHINE_LACKS = 3

_db_option = click.option(
    "--db", type=click.Path(path_type=Path), help="The answer log; default: your data folder."
)


@contextmanager
def opened(db: Path | None) -> Iterator[sqlite3.Connection | None]:
    """The log to read from, or None where there is none; a failure ends with code 3."""
    path = find_log(db)
    try:
        try:
            connection = open_for_reading(path)
            try:
                yield connection
            finally:
                if connection is not None:
                    close_quietly(connection)
        except (sqlite3.Error, PermissionError, UnicodeDecodeError) as error:
            raise explain(error, path) from error
    except LogFailed as failure:
        click.echo(str(failure), err=True)
        sys.exit(MACHINE_LACKS)


@click.command()
@_db_option
@click.option("--json", "as_json", is_flag=True, help="A JSON list, one object an answer.")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated, with a header.")
@click.option("--all", "with_retracted", is_flag=True, help="Also answers that were taken back.")
def answers(db: Path | None, as_json: bool, as_csv: bool, with_retracted: bool) -> None:
    """Show the answers that were kept. JSON always has those taken back, marked as such."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other: name one of them.")
    with opened(db) as connection:
        told = read_answers(connection, as_json or with_retracted) if connection else iter(())
        write = _write_json if as_json else _write_csv if as_csv else _write_table
        write(told)


def _write_json(told: Iterator[ToldAnswer]) -> None:
    before = "["
    for answer in told:
        click.echo(f"{before}{json.dumps(answer)}", nl=False)
        before = ",\n "
    click.echo("[]" if before == "[" else "]")


def _write_csv(told: Iterator[ToldAnswer]) -> None:
    line = io.StringIO()
    columns = [*ToldAnswer.__annotations__]
    columns.remove("choice")
    writer = csv.DictWriter(line, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for answer in told:
        writer.writerow({**answer, "choices": ";".join(answer["choices"])})
        click.echo(line.getvalue(), nl=False)
        line.seek(0)
        line.truncate()
    click.echo(line.getvalue(), nl=False)


def _write_table(told: Iterator[ToldAnswer]) -> None:
    rows = [_row(answer) for answer in told]
    if not rows:
        click.echo("No answers are kept.")
        return
    head = ("when", "asked", "about", "answer", "")
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(4)]
    for row in (head, *rows):
        cells = [f"{cell:<{width}}" for cell, width in zip(row, [*widths, 0], strict=True)]
        click.echo("  ".join(cells).rstrip())


def _row(answer: ToldAnswer) -> tuple[str, ...]:
    at = read_time(answer["at"])
    said = {
        "answered": ", ".join(answer["choices"]),
        "declined": "(rather not say)",
        "unanswered": "(no answer)",
    }[answer["outcome"]]
    remark = "taken back" if answer["retracted"] else ""
    asked = f"{answer['tree']}/{answer['node']}"
    return f"{at:%a %Y-%m-%d %H:%M}", asked, answer["name"], _printable(said), remark


def _printable(text: str) -> str:
    """The text without control characters, which a terminal would obey."""
    return "".join(" " if unicodedata.category(one)[0] == "C" else one for one in text)


@click.command()
@_db_option
def patterns(db: Path | None) -> None:
    """Show what repeats: what was behind slips, at which times, and how far apart."""
    with opened(db) as connection:
        people = find_people(connection) if connection else []
        if connection is None or len(people) < 2:
            _show_patterns(find_slips(connection) if connection else [])
            return
        # Several people use one endpoint: what repeats for one says nothing about another.
        for number, person in enumerate(people, start=1):
            click.echo(f"Person {number}" if person else "At this machine")
            _show_patterns(find_slips(connection, person))
            click.echo()


def _show_patterns(slips: Sequence[Slip]) -> None:
    for line in describe(find_patterns(slips), datetime.now().astimezone()):
        click.echo(line)
