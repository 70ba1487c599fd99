"""`steady serve`: the Alexa endpoint on this machine."""

from __future__ import annotations

import re
import sys
from datetime import tzinfo
from pathlib import Path

import click

MACHINE_LACKS = 3
NEEDS_THE_EXTRA = """\
steady serve: the packages of the Alexa endpoint are not installed ({missing})
  mend: pip install 'steady-ground[alexa]'"""

NO_SKILL_ID = """\
no skill id: the endpoint has to know which skill's requests to answer.
  Get one: open developer.amazon.com/alexa/console/ask, create a custom skill with your own
  endpoint, and copy "Your Skill ID" from its Endpoint page (docs/host_the_skill.md).
  Then: steady serve --skill-id amzn1.ask.skill.... , or set STEADY_SKILL_ID."""

_SKILL_ID = re.compile(r"amzn1\.(ask|echo-sdk-ams)\.(skill|app)\.[0-9A-Za-z-]{8,}")


def known_skill(context: click.Context, option: click.Parameter, skill_id: str | None) -> str:
    """The skill's id, if it can be one."""
    if not skill_id:
        raise click.UsageError(NO_SKILL_ID)
    if not _SKILL_ID.fullmatch(skill_id):
        raise click.BadParameter("it looks like amzn1.ask.skill. and a number in groups.")
    return skill_id


def known_zone(context: click.Context, option: click.Parameter, name: str | None) -> tzinfo | None:
    """The time zone of that name; None for that of this machine."""
    if not name:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise click.BadParameter(
            f"'{name}' is no time zone. Say, e.g., America/New_York."
        ) from None


_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option(
    "--db", type=click.Path(path_type=Path), help="The answer log; default: your data folder."
)
@click.option(
    "--skill-id",
    envvar="STEADY_SKILL_ID",
    show_envvar=True,
    callback=known_skill,
    help="Whose requests to answer.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535))
@click.option("--threads", default=12, show_default=True, type=click.IntRange(1, 64))
@click.option("--zone", callback=known_zone, help="Where its people live, e.g. America/New_York.")
@click.option("--pairing", is_flag=True, help='Let people say "pair" and a code of `steady pair`.')
@click.option("--trust-roots", type=_file, hidden=True, help="PEM roots, for tests.")
@click.option("--test-chain", type=_file, hidden=True, help="PEM chain not to be fetched.")
def serve(
    db: Path | None,
    skill_id: str,
    host: str,
    port: int,
    threads: int,
    zone: tzinfo | None,
    pairing: bool,
    trust_roots: Path | None,
    test_chain: Path | None,
) -> None:
    """Answer Alexa: the endpoint of a skill of your own, behind a proxy that speaks TLS."""
    try:
        from skill.app import build
        from skill.serve import serve as run
        from skill.serve import write_journal
    except ModuleNotFoundError as error:
        click.echo(NEEDS_THE_EXTRA.format(missing=error.name), err=True)
        sys.exit(MACHINE_LACKS)
    from dialogs.log import find_log

    write_journal()
    chain = test_chain.read_bytes() if test_chain else None
    app = build(
        skill_id,
        find_log(db),
        trust_roots=trust_roots.read_bytes() if trust_roots else None,
        fetch_chain=(lambda url: chain) if chain is not None else None,
        now=None,
        zone=zone,
        pairing=pairing,
    )
    try:
        run(app, host, port, threads)
    except OSError as error:
        click.echo(
            f"steady serve: cannot listen on {host}:{port} ({error.strerror or error})\n"
            "  mend: stop what listens there, or name another --port.",
            err=True,
        )
        sys.exit(MACHINE_LACKS)


@click.command()
@click.option(
    "--db", type=click.Path(path_type=Path), help="The answer log; default: your data folder."
)
@click.option("--end", is_flag=True, help="End all pairing; what was told stays here.")
def pair(db: Path | None, end: bool) -> None:
    """Join an Echo to the talks at this machine: print a code to be said to it.

    The endpoint has to be `steady serve --pairing` on the same answer log.
    """
    from datetime import datetime

    from dialogs.log import LogFailed, open_log
    from dialogs.log.pairing import VALID_FOR, make_code, unpair

    log = open_log(db)
    try:
        if end:
            click.echo("No longer paired." if unpair(log.file) else "Nobody was paired.")
            return
        code = make_code(log.file, datetime.now().astimezone())
    except LogFailed as failure:
        click.echo(str(failure), err=True)
        sys.exit(MACHINE_LACKS)
    finally:
        log.close()
    minutes = VALID_FOR.seconds // 60
    click.echo(f'Say to your Echo, in Steady Ground: "pair {" ".join(code)}"')
    click.echo(f"The code is good once, for {minutes} minutes. Whoever says it shares your talks.")
