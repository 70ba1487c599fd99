"""The one command line, `steady`. Each part brings its own commands by entry point."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import click

GROUP = "steady.commands"


class Commands(click.Group):
    """A group that loads a command only when it is asked for, so that a talk begins at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(entry.name for entry in entry_points(group=GROUP))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for entry in entry_points(group=GROUP):
            if entry.name == cmd_name:
                command = entry.load()
                assert isinstance(command, click.Command)
                return command
        return None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="steady-ground", prog_name="steady")
def steady() -> None:
    """Steady Ground: a companion for the hours after a slip.

    It is a machine, and not treatment or an emergency service. In the US, call
    or text 988 in a crisis, and 911 when somebody is in danger.
    """


def main() -> None:
    """Run `steady`; problems that are no bugs end with a clear line and exit code 1 to 3."""
    from dialogs.problems import ContentProblems, DamagedFile

    try:
        steady(prog_name="steady")
    except ContentProblems as problems:
        click.echo(str(problems), err=True)
        sys.exit(1)
    except DamagedFile as damaged:
        click.echo(str(damaged), err=True)
        sys.exit(3)
