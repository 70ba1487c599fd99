"""What an answer must be where a mistaken yes would do harm.

Anywhere else "I did" and "I haven't told anyone" answer. Asked "Are you safe right
now?" they say nothing of it, and nobody agrees to be written down by telling what
they did.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.hear.cover import Parts, Said, cover
from dialogs.hear.normalise import normalise
from dialogs.hear.phrases import Found, Phrases

Kind = tuple[str, str]
Entries = list[tuple[str, Kind]]

_NO_WORD = re.compile(r"[^a-z']+")
_OWN = "own"
"""Marks the phrases that were written down for the question itself."""
_ANSWERS = frozenset(("yes", "agree", "no"))
_OFFER_COST = {"offer": 0, "around": 1, "tail": 1}
_COST = dict.fromkeys(("yes", "beside", "around", "tail"), 1)


class OwnFirst:
    """The phrases of one question, and behind them those that all questions share."""

    def __init__(self, own: Said, shared: Said) -> None:
        self._own, self._shared = own, shared

    def prefixes(self, words: Sequence[str], start: int = 0) -> Parts:
        """Every phrase that begins at `start`, the question's own first."""
        return [*self._own.prefixes(words, start), *self._shared.prefixes(words, start)]


class Anything:
    """A question that takes every answer."""

    certain = False
    """Whether only a plain word turns doubt into a yes or opens an answer."""

    def __init__(self, phrases: Said) -> None:
        self.phrases = phrases

    def admits(self, words: Sequence[str], part: Found[Kind]) -> bool:
        """Whether the part answers this question, and not only another one."""
        return True

    def is_no_yes(self, words: Sequence[str]) -> bool:
        """Whether what would be a yes elsewhere says nothing here."""
        return False

    def elsewhere(self, words: Sequence[str]) -> str | None:
        """What is heard of words that are no whole answer."""
        return None

    def stands(self, words: Sequence[str], at: int) -> bool:
        """Whether a yes stands that is followed by the words from `at` on."""
        return True


class _Certain(Anything):
    """A question at which a story is no answer."""

    certain = True
    name: str

    def __init__(
        self, own: Mapping[str, Sequence[str]], words: Sequence[str], stories: Mapping[str, Any],
        usual: Said, rules: Mapping[str, str],
    ) -> None:  # fmt: skip
        entries = [(t, (kind, _OWN)) for kind, ts in own.items() for t in ts]
        super().__init__(OwnFirst(Phrases(entries, rules), usual))
        said = _NO_WORD.sub(" ", " ".join(template for template, _ in entries))
        self._words = frozenset(words).union(normalise(said).full)
        self._amounts = frozenset(stories["amounts"])
        self._past = frozenset(stories["past"])
        self._ends = frozenset(stories["ends"][self.name])
        self._tells = frozenset(stories["tells"])

    def admits(self, words: Sequence[str], part: Found[Kind]) -> bool:
        """Whether the part answers this question: "I haven't told anyone" does not."""
        if part.value[1] == _OWN or part.value[0] not in _ANSWERS:
            return True
        said = words[part.start : part.end]
        if not self._amounts.isdisjoint(said):
            return False
        if len(said) == 1:
            return True
        if part.value[0] != "no" and (said[1] in self._past or said[-1] in self._ends):
            return False
        return said[0] not in self._tells or self._words.issuperset(said)


class Safety(_Certain):
    """ "Are you safe right now?" """

    name = "safe"

    def __init__(
        self, lexicon: Mapping[str, Any], usual: Said, around: Entries, rules: Mapping[str, str]
    ) -> None:
        safe = lexicon["safe"]
        super().__init__(safe, lexicon["with_safety"], lexicon["stories"], usual, rules)
        offered = [(t, ("offer", "")) for t in lexicon["to_an_offer"]]
        self._offers: Phrases[Kind] = Phrases([*offered, *around], rules)
        self._in_danger = Phrases([(t, True) for t in safe["no"]], rules)
        self._in_safety = Phrases([(t, True) for t in safe["yes"]], rules)
        self._help_with = Phrases([(t, True) for t in lexicon["help_with"]], rules)
        self._turns = frozenset(lexicon["stories"]["turns"])
        beside = [(t, ("beside", "")) for t in lexicon["beside_safety"]]
        again = [(t, ("yes", "")) for t in safe["yes"]]
        self._beside: Phrases[Kind] = Phrases([*beside, *again, *around], rules)

    def admits(self, words: Sequence[str], part: Found[Kind]) -> bool:
        """Nor does "I'm all set", which declines an offer."""
        return part.value[0] != "decline" and super().admits(words, part)

    def is_no_yes(self, words: Sequence[str]) -> bool:
        """Whether nothing but "go ahead" or the like was said, which is no word on being safe."""
        parts = cover(self._offers, words, _OFFER_COST)
        return parts is not None and any(part.value[0] == "offer" for part in parts)

    def elsewhere(self, words: Sequence[str]) -> str | None:
        """No where danger is spoken of anywhere; yes where safety comes first."""
        if self._says_danger(words):
            return "no"
        said = self._in_safety.prefix(words)
        if said is None or said.end - said.start < 2:
            return None
        return "yes" if self._is_understood(words, said.end) else None

    def stands(self, words: Sequence[str], at: int) -> bool:
        """Not with "just not from myself" after it, nor with a story after "I'm fine"."""
        said = self._in_safety.prefix(words, at)
        if said is None and self._turns.isdisjoint(words[at:]):
            return True
        return self._is_understood(words, at)

    def _is_understood(self, words: Sequence[str], at: int) -> bool:
        """Whether all from here on tells where or with whom the person is, or how tired."""
        return at == len(words) or cover(self._beside, words[at:], _COST) is not None

    def _says_danger(self, words: Sequence[str]) -> bool:
        """Whether "I'm not okay" or the like stands anywhere; better heard once too often."""
        return any(
            found.end - found.start > 1
            and "not" not in words[max(0, found.start - 2) : found.start]
            and not self._is_help_with(words, found.end)
            for found in self._in_danger.find(words)
        )

    def _is_help_with(self, words: Sequence[str], at: int) -> bool:
        """ "Help me quit", which is no cry for help; "help me stop him" is one."""
        if words[at - 1] not in ("help", "me") or "help" not in words[at - 2 : at]:
            return False
        return self._help_with.prefix(words, at) is not None


class Consent(_Certain):
    """ "Shall I keep your answers?" """

    name = "consent"

    def __init__(self, lexicon: Mapping[str, Any], usual: Said, rules: Mapping[str, str]) -> None:
        own = lexicon["consent"]
        super().__init__(own, lexicon["with_consent"], lexicon["stories"], usual, rules)

    def stands(self, words: Sequence[str], at: int) -> bool:
        """Not where anything else is told: what it means might be the opposite."""
        return at == len(words)
