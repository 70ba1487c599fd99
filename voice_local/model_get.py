"""Fetching a speech model: resumed where it broke off, checked, unpacked safely, moved in whole.

Nothing here asks or prints; `model_cli.py` does. The only address that is ever
opened is the one that it is given.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path, PurePosixPath

from dialogs.log.place import make_folder
from voice_local.model import DEFAULT, is_model, models_folder

SITE = "https://alphacephei.com/vosk/models"
BLOCK = 256 * 1024
TRIES = 5
"""How often in a row a connection may break without bringing a single byte."""
TIMEOUT_SECONDS = 30
MOST_BYTES = 8_000_000_000
MOST_FILES = 2_000
UNPACKED = 2.2
"""How much larger a model is on disk than its zip file, where that is not known yet."""
SPARE_BYTES = 20_000_000


class CannotGet(Exception):
    """The model is not there in the end; the message says why, and what to do."""


class WrongFile(CannotGet):
    """What came is not a model, or not the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A model that can be fetched by its name. Without `sha256` the first download is trusted."""

    name: str
    what: str
    bytes: int
    """Of the zip file; 0 where it is not known."""
    sha256: str | None = None

    @property
    def url(self) -> str:
        """Where its makers offer it."""
        return f"{SITE}/{self.name}.zip"


# The sums are those that distributions pin (Arch, OpenEmbedded), read on 2026-11-22.
OFFERED = {
    offered.name: offered
    for offered in (
        Offered(DEFAULT, "US English, small; for any machine", 41_205_931,
                "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498"),
        Offered("vosk-model-en-us-0.22-lgraph", "US English, better; for a PC", 130_557_655,
                "d9838b4aaa82a75c4a17f5aca300eaca129aaab2a7cbf951bafbb500eb9c4334"),
        Offered("vosk-model-small-en-in-0.4", "Indian English, small", 0),
    )
}  # fmt: skip

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes there will be (0: not known)."""
FreeSpace = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    """Bytes that are free on the disk of this folder."""
    return shutil.disk_usage(folder).free


def get_model(
    offered: Offered,
    url: str | None = None,
    progress: Progress = lambda done, total: None,
    free: FreeSpace = free_bytes,
    sleep: Callable[[float], None] = time.sleep,
) -> Path:
    """The folder of the model, fetched and ready.

    Raises `CannotGet`. What came by then is kept for the next time, a wrong file is not.
    """
    folder = models_folder()
    make_folder(folder)
    part = folder / f".{offered.name}.zip.part"
    there = part.stat().st_size if part.exists() else 0
    needed = int(offered.bytes * (1 + UNPACKED)) - there + SPARE_BYTES
    _check_space(folder, needed, free)
    _download(url or offered.url, part, offered.bytes, progress, sleep)
    try:
        place = put_model(part, offered, free)
    except WrongFile:
        part.unlink()
        raise
    part.unlink()
    return place


def put_model(archive: Path, offered: Offered, free: FreeSpace = free_bytes) -> Path:
    """The folder of the model that this zip file holds, checked, unpacked, moved in whole."""
    folder = models_folder()
    make_folder(folder)
    _check_sum(archive, offered)
    place = folder / offered.name
    fresh = folder / f".{offered.name}.{os.getpid()}.new"
    try:
        _unpack(archive, fresh, free)
        root = next((path.parent for path in _candidates(fresh) if is_model(path.parent)), None)
        if root is None:
            raise WrongFile(f"{archive.name} holds no speech model that Vosk reads.")
        if place.exists():
            shutil.rmtree(place)
        root.rename(place)
    except OSError as error:
        raise CannotGet(f"Cannot write to {folder}: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return place


def sum_of(path: Path) -> str:
    """The SHA-256 of the file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _candidates(folder: Path) -> list[Path]:
    """`am` folders and model files, the least deep first: a model may be wrapped in a folder."""
    found = [*folder.rglob("am"), *folder.rglob("final.mdl")]
    return sorted(found, key=lambda path: len(path.parts))


# --- over the network ---------------------------------------------------------------


def _download(
    url: str, part: Path, expected: int, progress: Progress, sleep: Callable[[float], None]
) -> None:
    """Bring the whole file to `part`, going on where it broke off as long as more arrives."""
    fruitless = 0
    while True:
        before = part.stat().st_size if part.exists() else 0
        try:
            if _fetch(url, part, before, expected, progress):
                return
            reason = "the connection broke off"
        except urllib.error.HTTPError as error:
            if error.code == 416:  # what is there is already as long as the file, or longer
                error.close()
                if expected and before == expected:
                    return
                part.unlink(missing_ok=True)
                reason = "the server has another file now"
            else:
                error.close()
                raise _unreachable(url, f"the server answers {error.code}") from None
        except (urllib.error.URLError, HTTPException, OSError) as error:
            if isinstance(error, OSError) and getattr(error, "filename", None) is not None:
                raise CannotGet(f"Cannot write {part}: {error.strerror}.") from error
            reason = str(getattr(error, "reason", error)) or type(error).__name__
        after = part.stat().st_size if part.exists() else 0
        fruitless = 0 if after > before else fruitless + 1
        if fruitless == TRIES:
            raise _unreachable(url, reason)
        sleep(min(8.0, 0.5 * 2**fruitless))


def _fetch(url: str, part: Path, start: int, expected: int, progress: Progress) -> bool:
    """Append what the server sends; True when the file is whole."""
    request = urllib.request.Request(url, headers={"User-Agent": "steady-ground"})
    if start:
        request.add_header("Range", f"bytes={start}-")
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        goes_on = answer.status == 206 and str(answer.headers.get("Content-Range", "")).startswith(
            f"bytes {start}-"
        )
        if not goes_on:
            start = 0  # a server that does not know ranges begins again
        length = int(answer.headers.get("Content-Length") or 0)
        total = start + length if length else expected
        if max(total, expected) > MOST_BYTES or (expected and total > expected):
            raise WrongFile(
                f"{url} is {total:,} bytes long instead of {expected:,}: not the file that was "
                "asked for. Nothing was kept."
            )
        with part.open("ab" if goes_on else "wb") as file:
            done = start
            while block := answer.read(BLOCK):
                done += len(block)
                if done > (total or MOST_BYTES):
                    break
                file.write(block)
                progress(done, total)
    return done == total if total else True


def _unreachable(url: str, reason: str) -> CannotGet:
    name = url.rsplit("/", 1)[-1]
    return CannotGet(
        f"Cannot fetch {url}: {reason}.\n"
        "Run the same command again when there is a network; it goes on where it stopped.\n"
        f"Or fetch {name} on another machine, bring it here, and run:\n"
        f"  steady model get --from {name}"
    )


# --- on this machine ----------------------------------------------------------------


def _check_space(folder: Path, needed: int, free: FreeSpace) -> None:
    there = free(folder)
    if there < needed:
        raise CannotGet(
            f"The disk of {folder} has {there / 1e6:,.0f} MB free, and {needed / 1e6:,.0f} MB are "
            "needed.\nMake room, or set STEADY_HOME to a folder on a larger disk."
        )


def _check_sum(archive: Path, offered: Offered) -> None:
    """Compare with what is known of the model, or remember what came the first time."""
    found = sum_of(archive)
    pins = models_folder() / "sums.json"
    known: dict[str, str] = {}
    with suppress(OSError, ValueError):
        known = dict(json.loads(pins.read_text(encoding="utf-8")))
    wanted = offered.sha256 or known.get(offered.name)
    if wanted is None:
        known[offered.name] = found
        fresh = pins.with_name(".sums.json.new")
        fresh.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        fresh.replace(pins)
    elif found != wanted:
        raise WrongFile(
            f"{archive.name} is not the file that was expected: it was damaged on the way, or is "
            f"another one. It was not unpacked.\n  expected sha256 {wanted}\n  found           "
            f"{found}\nRun the command again; if it happens twice, do not use that source."
        )


def _unpack(archive: Path, to: Path, free: FreeSpace) -> None:
    """Unpack plain files and folders that stay inside `to`, and nothing else."""
    try:
        with zipfile.ZipFile(archive) as packed:
            entries = packed.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MOST_FILES or size > MOST_BYTES:
                raise WrongFile(f"{archive.name} unpacks to {len(entries):,} files, {size:,} "
                                "bytes: no speech model is like that.")  # fmt: skip
            names = [_inside(entry) for entry in entries]
            _check_space(to.parent, size + SPARE_BYTES, free)
            make_folder(to)
            for entry, name in zip(entries, names, strict=True):
                place = to / name
                if entry.is_dir():
                    place.mkdir(parents=True, exist_ok=True)
                    continue
                place.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(entry) as source, place.open("xb") as target:
                    # `ZipExtFile` stops at the size that the entry declares.
                    shutil.copyfileobj(source, target, BLOCK)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise WrongFile(f"{archive.name} is no zip file that can be read: {error}.") from error


def _inside(entry: zipfile.ZipInfo) -> PurePosixPath:
    """The entry's path, if it stays where it is unpacked and is a plain file or folder."""
    name = PurePosixPath(entry.filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    outside = name.is_absolute() or ".." in name.parts or not name.parts
    strange = "\\" in entry.filename or ":" in entry.filename
    if outside or strange or kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise WrongFile(
            f"The zip file holds {entry.filename!r}, which would leave its folder or is a link. "
            "It was not unpacked; do not use that source."
        )
    return name
