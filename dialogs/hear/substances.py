"""What was taken, by its name, its street name or its sound."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from dialogs.hear.meaning import Hit, Phrases
from dialogs.hear.normalise import Utterance
from dialogs.hear.tokens import read_yaml

_SOFT = str.maketrans("", "", "aeiouyhw")
_SAME = str.maketrans({"b": "p", "v": "f", "d": "t", "z": "s", "j": "s", "q": "k", "g": "k"})


def sound(word: str) -> str:
    """A rough key of how a word sounds: its consonants, with like ones made one.

    >>> sound("kratom"), sound("crate") + sound("em"), sound("creighton")
    ('krtm', 'krtm', 'krtn')
    """
    word = word.replace("ph", "f").replace("ck", "k").replace("x", "ks")
    word = word.replace("ce", "se").replace("ci", "si").replace("c", "k").replace("gh", "")
    key = word.translate(_SOFT).translate(_SAME)
    return "".join(c for at, c in enumerate(key) if at == 0 or c != key[at - 1])


class SubstanceListener:
    """Hears which substances are named.

    >>> listener = SubstanceListener.load(Path("dialogs/lexicon"))
    >>> from dialogs.hear.normalise import normalise
    >>> listener.hear(normalise("a couple of beers and some kray tum"))
    ('alcohol', 'kratom')
    >>> listener.hear(normalise("nothing else"))
    ()
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        names, framed, answers = content["names"], content["framed"], content["answers"]
        strict = {**names, **{s + _FRAMED: framed[s] for s in framed}}
        strict |= {_SMOKED: content["smoked"], _DRUNK: content["drunk"], _NEVER: content["never"]}
        generous = strict | {s + _VAGUE: answers[s] for s in answers}
        self._strict = Phrases(strict, content["kinds"])
        self._generous = Phrases(generous, content["kinds"])
        self._heard: dict[str, dict[tuple[str, ...], str]] = {}
        for substance, spoken in content["heard"].items():
            for words in map(tuple, map(str.split, spoken)):
                self._heard.setdefault(words[0], {})[words] = substance
        self._sounds = {
            sound(word): substance
            for substance, spoken in content["sounds"].items()
            for word in spoken.split()
        }

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The listener, from `substances.yaml`."""
        return cls(read_yaml(folder / "substances.yaml"))

    def hear(self, utterance: Utterance) -> tuple[str, ...]:
        """All substances named, in order, as an answer to "What did you take?"."""
        found = self.find(utterance.words, utterance.stems, generous=True)
        if found and not _DENIES.isdisjoint(utterance.stems):
            off = _denied(utterance.stems, found)
            found = {at: name for at, name in found.items() if at not in off}
        return tuple(dict.fromkeys(found.values()))

    def find(
        self, words: Sequence[str], stems: Sequence[str], generous: bool = False
    ) -> dict[int, str]:
        """The substances named, by the place of the name, in order.

        Unless `generous`, an everyday word counts only where it stands as a drug.
        """
        hits = _without_parts((self._generous if generous else self._strict).find(stems))
        never = {at for hit in hits if hit.label == _NEVER for at in range(hit.start, hit.end)}
        found: dict[int, str] = {}
        for hit in hits:
            at = hit.end - 1
            if hit.label != _NEVER and at not in never:
                label = hit.label.rstrip(_FRAMED)
                found[at] = found.get(at, label) if label.endswith((_VAGUE, _ONLY)) else label
        for at, substance in self._by_sound(words):
            if at not in never:
                found.setdefault(at, substance)
        if len(set(found.values())) > 1:
            only = {hit.end - 1 for hit in hits if hit.label.endswith(_ONLY)}
            found = {at: name for at, name in found.items() if at not in only}
        named = [at for at, name in found.items() if not name.endswith(_VAGUE)]
        return {
            at: name.rstrip(_VAGUE + _ONLY)
            for at, name in sorted(found.items())
            if not (name.endswith(_VAGUE) and any(abs(at - other) <= BESIDE for other in named))
        }

    def _by_sound(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """What a recogniser made of names that it does not know, in one word or in several."""
        keys = [sound(word) for word in words]
        for at, word in enumerate(words):
            for heard, substance in self._heard.get(word, _NOTHING).items():
                if tuple(words[at : at + len(heard)]) == heard:
                    yield at, substance
            joined = ""
            for key in keys[at : at + MOST_PIECES]:
                joined += key if not joined or joined[-1] != key[:1] else key[1:]
                if len(joined) > LONGEST_SOUND:
                    break
                if joined in self._sounds:
                    yield at, self._sounds[joined]


def _without_parts(hits: list[Hit]) -> list[Hit]:
    """The phrases without those that are a part of a longer name.

    An "elf bar" is no bar, and who took "fentanyl patches" or "some green vein" took
    neither patches nor some green.
    """
    names = [hit for hit in hits if hit.label[-1] not in _NO_NAMES and hit.end - hit.start > 1]
    return [hit for hit in hits if hit.label == _NEVER or not any(_holds(n, hit) for n in names)]


def _holds(name: Hit, hit: Hit) -> bool:
    framed = hit.label.endswith(_FRAMED)
    if name.label == hit.label or not name.start < hit.end <= name.end:
        return False
    return framed or (name.start <= hit.start and hit.end - hit.start < name.end - name.start)


def _denied(words: Sequence[str], named: Collection[int]) -> set[int]:
    """The names that a negation takes back: "it was not heroin or oxy, just kratom"."""
    off: set[int] = set()
    denying = False
    for at, word in enumerate(words):
        if word in _DENIES:
            denying = True
        elif at in named:
            if denying:
                off.add(at)
            denying = denying and not _JOINS.isdisjoint(words[at + 1 : at + 2])
        elif word not in _BETWEEN:
            denying = False
    return off


_DENIES = frozenset(("not", "no", "never", "nor", "neither", "without"))
_JOINS = frozenset(("or", "nor", "and"))
_BETWEEN = _JOINS | frozenset(
    (
        *("be", "the", "a", "any", "take", "do", "have", "use", "drink", "smok", "touch", "really"),
        *(
            "actually",
            "on",
            "even",
            "that",
            "of",
            "my",
            "like",
            "with",
            "about",
            "get",
            "it",
            "some",
        ),
    )
)
"""May stand between a negation and what it denies; "I do not know, maybe oxy" denies nothing."""

MOST_PIECES = 4
"""Into how many words a recogniser breaks a name."""
LONGEST_SOUND = 9
_NEVER = "-"
_VAGUE = "~"
BESIDE = 2
"""How near a name must be for a vague word ("shots", "powder") to be about it."""
_ONLY = "?"
_SMOKED = "tobacco" + _ONLY
"""Smoking without saying what: tobacco, unless something else is named that is smoked."""
_DRUNK = "alcohol" + _ONLY
"""The same of drinking."""
_FRAMED = "'"
"""Marks phrases that hold the words around a name too."""
_NO_NAMES = _VAGUE + _ONLY + _FRAMED + _NEVER
_NOTHING: dict[tuple[str, ...], str] = {}
