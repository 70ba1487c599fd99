"""The server behind `steady serve`: one process, a few threads, and patience with nobody.

Waitress reads a request whole before any thread sees it, so that a slow client
costs a socket and never a thread (docs/decisions/0008-*.md). What it lacks is an
end to that patience: a request that has not arrived within `SLOWEST_SECONDS` is
dropped here, however steadily its bytes drip in.
"""

from __future__ import annotations

import gc
import logging
import signal
import sys
import time
from contextlib import suppress

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from skill import heap, journal
from skill.verify import MOST_BYTES

SLOWEST_SECONDS = 8
"""To send a whole request; Alexa itself waits no longer for an answer."""
IDLE_SECONDS = 15
"""Without a word between two requests."""
MOST_CONNECTIONS = 1_000
MOST_HEADER_BYTES = 16 * 1024
STOPPING_SECONDS = 8
"""For the requests under way when the server is told to stop."""


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows since when the request under way has been coming in."""

    coming_since: float | None = None

    def received(self, data: bytes) -> bool:
        if self.coming_since is None:
            self.coming_since = time.time()
        taken: bool = super().received(data)
        if self.request is None:
            self.coming_since = None
        return taken

    @property
    def busy(self) -> bool:
        """True while a request is being answered, or its answer being sent."""
        return bool(self.requests or self.total_outbufs_len)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Waitress, with an end to its patience and to its work."""

    channel_class = Channel
    stopping = False

    def maintenance(self, now: float) -> None:
        """Drop the idle, and those that have been sending one request for too long."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            since = channel.coming_since
            if since is not None and now - since > SLOWEST_SECONDS:
                channel.will_close = True

    def stop(self, *signal_and_frame: object) -> None:
        """Ask the loop to end; may be called from a signal."""
        self.stopping = True
        self.pull_trigger()

    def run(self) -> None:
        """Answer until told to stop; then take nothing new, and finish what has begun."""
        while not self.stopping:
            self._turn(1.0)
        self.del_channel()
        self.socket.close()
        deadline = time.time() + STOPPING_SECONDS
        while time.time() < deadline and any(one.busy for one in self.active_channels.values()):
            self._turn(0.1)
        self.task_dispatcher.shutdown(cancel_pending=False, timeout=1)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._map, use_poll=True, count=1)


def make_server(app: Flask, host: str, port: int, threads: int) -> Server:
    """The server, listening already. Raises `OSError` where it cannot."""
    try:
        adjustments = Adjustments(
            host=host,
            port=port,
            threads=threads,
            ident=None,
            connection_limit=MOST_CONNECTIONS,
            cleanup_interval=1,
            channel_timeout=IDLE_SECONDS,
            max_request_body_size=MOST_BYTES + 1,
            max_request_header_size=MOST_HEADER_BYTES,
        )
    except ValueError as error:  # how waitress says that there is no such host
        raise OSError("there is no such address") from error
    return Server(app, adj=adjustments)


def serve(app: Flask, host: str, port: int, threads: int) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises `OSError` where the port cannot be had.

    The journal is opened before (`write_journal`), for the app has something to say, too.
    """
    heap.share_one_heap()
    server = make_server(app, host, port, threads)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.stop)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: no collection in the middle of a turn looks at it
    heap.give_back()
    journal.note("serving", host=server.effective_host, port=server.effective_port)
    server.run()
    journal.note("stopped")


def write_journal() -> None:
    """Send the journal, and what the server has to say, to standard output, one object a line.

    To standard error where that is closed, and nowhere where that is closed, too.
    """
    out = sys.stdout or sys.stderr
    handler: logging.Handler = logging.StreamHandler(out) if out else logging.NullHandler()
    logging.raiseExceptions = False  # what cannot be written is not told of at length, either
    handler.setFormatter(_JsonLines())
    logging.getLogger().addHandler(handler)
    logging.getLogger("skill").setLevel(logging.INFO)
    logging.getLogger("waitress").setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a full queue is no event

    def write(level: int, line: str) -> None:
        with suppress(Exception):  # whoever talks is answered, with or without a journal
            if out:
                out.write(f"{line}\n")
                out.flush()

    journal.write = write


class _JsonLines(logging.Formatter):
    """What others log, as a line of the journal, without any traceback."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0] if record.exc_info else None
        error = kind.__name__ if kind else None
        return journal.line(
            "server", level=record.levelname, message=str(record.msg) or None, error=error
        )
