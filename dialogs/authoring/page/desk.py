"""A folder of trees, looked at again and again: its problems, and the last trees that load.

While a file is broken the trees before it stay in use, so that a talk can go on.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import yaml

from dialogs.check import find_problems
from dialogs.check_numbers import check_danger, check_own_lines
from dialogs.hear import Ears
from dialogs.hear.templates import PhraseError
from dialogs.load import beside, read_trees, shown
from dialogs.model import Trees
from dialogs.problems import Problem, in_file_order

LOOK_SECONDS = 0.3
NEEDED = ("T073", "T074", "T075")
"""Problems of trees that load, and without whose mending the engine cannot hold a talk."""
FAILED = (
    "The check itself failed on this text, which is a fault of the program; what it met stands "
    "in the terminal. It looks again when a file is saved."
)

_log = logging.getLogger(__name__)

Seen = dict[Path, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class News:
    """What is known of the folder at one moment."""

    version: int = 0
    """Grows with everything that a page has to show anew."""
    trees: Trees | None = None
    """The last ones that load, with their ears; None until there are any."""
    read_at: datetime | None = None
    """When these trees were read."""
    good: bool = False
    """Whether these trees are what the files say now."""
    problems: tuple[Problem, ...] = ()
    checked_at: datetime | None = None
    checking: bool = True
    """True while the slower rules are still looked through."""
    trouble: str = ""
    """What keeps the bench itself from its work, as a sentence."""

    def status(self) -> str:
        """One sentence on which trees are in use, and why."""
        files = list(dict.fromkeys(one.path for one in self.problems))
        named = " and ".join(files) if len(files) < 3 else f"{files[0]} and {len(files) - 1} more"
        verb = "has" if len(files) == 1 else "have"
        since = f", since {named} {verb} problems" if files and not self.trouble else ""
        if self.trees is None or self.read_at is None:
            return "There are no trees to use yet" + since + "."
        using = f"Using the trees of {self.read_at:%H:%M:%S}"
        return using + ("." if self.good else since + ".")


class Desk:
    """The folder of one author. `look` is called by one thread; `news` may be read by any."""

    def __init__(
        self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    ) -> None:
        self.folder = folder
        self._now = now
        self._news = News()
        self._seen: Seen | None = None
        self._ears: Ears | None = None
        self._lexicon: Seen = {}

    @property
    def news(self) -> News:
        """What the last look found; frozen, so that it needs no lock."""
        return self._news

    def watch(self, stop: threading.Event | None = None) -> None:
        """Look until told to stop, or until the program ends."""
        stop = stop or threading.Event()
        self.look_safely()
        while not stop.wait(LOOK_SECONDS):
            self.look_safely()

    def look_safely(self) -> None:
        """Look; a fault of the program is told on the page, and does not end the looking."""
        try:
            self.look()
        except OSError as error:
            self._seen = None  # a file that went away while it was saved: look again
            trouble = f"{error.filename}: {error.strerror}."
            if trouble != self._news.trouble:
                self._tell(trouble=trouble, checking=False)
        except Exception:
            _log.exception("the check failed")
            self._tell(trouble=FAILED, checking=False)

    def look(self) -> bool:
        """Read and check what has been saved since the last look; False when nothing has."""
        seen = self._on_disk()
        if seen == self._seen:
            return False
        before, self._seen = self._seen or {}, seen
        saved = {shown(path) for path in {*seen, *before} if seen.get(path) != before.get(path)}
        trouble = self._learn_to_hear(seen)
        trees, problems = read_trees(self.folder)
        if not problems:
            rules = (*check_danger(trees), *check_own_lines(trees))
            problems = [one for one in rules if one.code in NEEDED]
        self._take(trees, problems, saved, trouble)
        found = find_problems(self.folder)
        self._tell(problems=found, checking=False, checked_at=self._now())
        return True

    def _take(self, trees: Trees, problems: list[Problem], saved: set[str], trouble: str) -> None:
        """Use the trees if they are good; tell at once what is known at once."""
        good = not problems and self._ears is not None
        if problems:
            found = in_file_order(problems)
        else:  # what was wrong with files that stand as before still is
            found = tuple(one for one in self._news.problems if one.path not in saved)
        self._tell(problems=found, good=good, checking=True, trouble=trouble)
        if good:
            self._tell(trees=replace(trees, ears=self._ears), read_at=self._now())

    def _tell(self, **what: object) -> None:
        news = replace(self._news, version=self._news.version + 1, **what)  # type: ignore[arg-type]
        self._news = news

    def _on_disk(self) -> Seen:
        """Every file that counts, with its time and size."""
        folders = [beside(self.folder, name) for name in ("numbers", "lexicon")]
        found: Seen = {}
        for folder in (self.folder, *folders):
            for path in folder.rglob("*.yaml"):
                if path.name.startswith("."):
                    continue  # an editor's own
                try:
                    stat = path.stat()
                except FileNotFoundError:
                    continue  # it is being saved; the next look finds it
                found[path] = (stat.st_mtime_ns, stat.st_size)
        return found

    def _learn_to_hear(self, seen: Seen) -> str:
        """Load the ears anew where the lexicon has changed; what keeps them from it."""
        lexicon = beside(self.folder, "lexicon")
        own = {path: stamp for path, stamp in seen.items() if path.is_relative_to(lexicon)}
        if own == self._lexicon:
            return self._news.trouble if self._news.trouble.startswith("The lexicon") else ""
        self._lexicon = own
        try:
            self._ears = Ears.load(lexicon)
        except (PhraseError, yaml.YAMLError, LookupError, TypeError, ValueError, OSError) as error:
            what = " ".join(str(error).split())
            what = f"it lacks {what}" if isinstance(error, LookupError) else what
            stays = ", and the last good one stays" if self._ears is not None else ""
            return f"The lexicon cannot be used{stays}: {what}"
        return ""
