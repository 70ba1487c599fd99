"""`steady author`: the authors' bench as a page of this machine."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path

import click

EXIT_MACHINE = 3
THREADS = 4
MISSING = (
    "steady author: the page needs {name}, which is not installed\n"
    "  mend: pip install 'steady-ground[author]'"
)


@click.command()
@click.option("--port", default=8757, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--db",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An answer log, whose figures stand on the picture.",
)
@click.option("--open", "open_it", is_flag=True, help="Open the page in the browser.")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def author(port: int, db: Path | None, open_it: bool, folder: Path | None) -> None:
    """Show the trees in FOLDER, or the shipped ones, on a page: picture, talk and problems.

    The page is for this machine alone. What is saved is checked at once; while a file is
    broken, the last good trees stay in use. Nothing that is rehearsed is kept. Ctrl-C stops it.
    """
    try:
        import pygraphviz  # noqa: F401  (said before the page is up, and not on it)
        from waitress import create_server

        from dialogs.authoring.page.app import make_app
    except ModuleNotFoundError as error:
        click.echo(MISSING.format(name=error.name), err=True)
        sys.exit(EXIT_MACHINE)
    from dialogs.authoring.page.desk import Desk
    from dialogs.load import PACKAGE

    folder = folder or PACKAGE / "trees"
    if not any(folder.rglob("*.yaml")):
        raise click.BadParameter(f"there is no .yaml file in {folder}", param_hint="FOLDER")
    logging.basicConfig(level=logging.WARNING)
    desk = Desk(folder)
    try:
        listening = _listen(port)
    except OSError as error:
        click.echo(
            f"steady author: cannot listen on 127.0.0.1:{port} ({error.strerror or error})\n"
            "  mend: stop what listens there, or name another --port.",
            err=True,
        )
        sys.exit(EXIT_MACHINE)
    port = listening.getsockname()[1]
    server = create_server(
        make_app(desk, port, db), sockets=[listening], threads=THREADS, ident=None
    )
    threading.Thread(target=desk.watch, daemon=True).start()
    url = f"http://127.0.0.1:{port}/"
    click.echo(f"The authors' bench is at {url}   (Ctrl-C stops it)")
    if open_it:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    server.run()


def _listen(port: int) -> socket.socket:
    """A socket that only this machine can reach."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening
