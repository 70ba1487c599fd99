"""Where the log lives: a folder of its own, or where the person says."""

import os
from pathlib import Path

FOLDER_NAME = "steady-ground"
FILE_NAME = "answers.db"


def find_home() -> Path:
    """The folder for everything this program keeps: `STEADY_HOME`, or the user's data folder."""
    named = os.environ.get("STEADY_HOME", "").strip()
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path  # costs 20 ms, and is seldom needed twice

    return user_data_path(FOLDER_NAME, appauthor=False)


def find_log(db: str | Path | None = None) -> Path:
    """The log's file: `db` where it is named, else `answers.db` in the program's folder.

    >>> find_log("elsewhere/mine.db").name
    'mine.db'
    """
    return Path(db).expanduser() if db else find_home() / FILE_NAME


def make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, for its owner alone.

    A folder that was there before keeps its mode, except the program's own.
    """
    if folder.is_dir():
        if folder.name == FOLDER_NAME and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)  # a umask may have taken the owner's own bits away
