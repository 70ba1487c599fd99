"""The words of one utterance beside the lexicon of times."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from dialogs.hear.phrases import Found, Phrases

LOOSE = frozenset(
    ("like", "about", "maybe", "around", "the", "roughly", "say", "just", "only", "bout")
)
"""Words that only make a time less exact."""
_AMOUNTS = LOOSE | {"for", "over", "almost", "nearly", "more", "than", "good", "a", "solid"}
"""Words that may stand between `had` or `clean` and an amount."""
_BEFORE_ONE = frozenset(("at", "around", "about", "by", "after", "before", "like", "until", "till"))
Value = tuple[str, Any]
"""What a phrase of the lexicon is: its kind, and what it stands for."""


class Said:
    """The words, and which phrase of the lexicon begins where.

    Past the end there is the empty word and no phrase, so that readers may
    look ahead without asking.
    """

    __slots__ = ("_found", "_phrases", "beside", "count", "words")

    def __init__(
        self, words: Sequence[str], phrases: Phrases[Value], beside: AbstractSet[str]
    ) -> None:
        self.words = list(words)
        self.count = len(self.words)
        self.beside = beside
        """What lets a bare word be a time, as in `beside` of the lexicon."""
        self._phrases = phrases
        self._found: dict[int, Found[Value] | None] = {}

    def word(self, at: int) -> str:
        """The word at `at`; empty outside the utterance."""
        return self.words[at] if 0 <= at < self.count else ""

    def phrase(self, at: int) -> Found[Value] | None:
        """The longest phrase that begins at `at`."""
        if at not in self._found:
            self._found[at] = self._phrases.prefix(self.words, at) if at < self.count else None
        return self._found[at]

    def kind(self, at: int) -> str:
        """The kind of the phrase that begins at `at`; empty when there is none."""
        found = self.phrase(at)
        return "" if found is None else found.value[0]

    def named(self, kind: str, at: int) -> tuple[Any, int] | None:
        """What a phrase of that kind at `at` stands for, and where it ends."""
        found = self.phrase(at)
        return (found.value[1], found.end) if found and found.value[0] == kind else None

    def ago(self, at: int) -> int:
        """Where an `ago` that begins at `at` ends; 0 when there is none."""
        found = self.phrase(at)
        return found.end if found is not None and found.value == ("mark", "ago") else 0

    def only_maybe(self, start: int, end: int) -> bool:
        """Whether nothing but `maybe` stands between: `forty minutes maybe an hour`."""
        between = self.words[start:end]
        return "maybe" in between and all(word in LOOSE for word in between)

    def lets_span(self, at: int, end: int, counted: bool) -> bool:
        """Whether an amount at `at` without `ago` says when, and not how long something took."""
        before = self.word(at - 1)
        if at in (0, end) or before in LOOSE or f"{before} _" in self.beside:
            return True
        return before in ("been", "is") or (counted and self.count <= 6)

    def lasted(self, at: int, end: int) -> bool:
        """Whether the amount from `at` to `end` is how long it went: `clean two years`, `a week
        straight`."""
        before = at - 1
        while self.word(before) in _AMOUNTS:
            before -= 1
        around = (f"{self.word(before)} span", f"span {self.word(end)}")
        return self.kind(end) == "lasted" or not self.beside.isdisjoint(around)

    def lets_hour(self, at: int, end: int, one: bool) -> bool:
        """Whether a bare number at `at` may be an hour, after a time that ended at `end`.

        `one` is somebody or something more often than an hour.
        """
        before = self.word(at - 1)
        if one:
            return before in _BEFORE_ONE or at == end > 0 or (at == 0 and self.count <= 2)
        if before == "the":
            return self.word(at - 2) in ("until", "till", "at", "around")
        return at == 0 or at == end or f"{before} _" in self.beside

    def lets_end(self, end: int) -> bool:
        """Whether a number that ends here counts nothing that follows."""
        if end >= self.count or f"_ {self.word(end)}" in self.beside:
            return True
        return self.kind(end) not in ("", "unit", "unknown")
