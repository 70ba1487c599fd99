"""What was taken, by its name, its street name or its sound."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from dialogs.hear.meaning import Phrases
from dialogs.hear.normalise import Utterance
from dialogs.hear.tokens import read_yaml, stems

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
        strict = {s: names.get(s, "") + framed.get(s, "") for s in (*names, *framed)}
        strict[_NEVER] = content["never"]
        generous = {s: strict.get(s, "") + answers.get(s, "") for s in (*strict, *answers)}
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
        return self.named(utterance.words, stems(utterance.words), generous=True)

    def named(
        self, words: Sequence[str], stems: Sequence[str], generous: bool = False
    ) -> tuple[str, ...]:
        """The substances named; unless `generous`, everyday words need to stand as drugs."""
        hits = (self._generous if generous else self._strict).find(stems)
        never = {at for hit in hits if hit.label == _NEVER for at in range(hit.start, hit.end)}
        found = [
            (hit.start, hit.label)
            for hit in hits
            if hit.label != _NEVER and (hit.end - 1) not in never
        ]
        found += self._by_sound(words)
        return tuple(dict.fromkeys(label for _, label in sorted(found)))

    def _by_sound(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """What a recogniser made of names that it does not know."""
        for at, word in enumerate(words):
            for heard, substance in self._heard.get(word, _NOTHING).items():
                if tuple(words[at : at + len(heard)]) == heard:
                    yield at, substance
            if len(word) > 5:
                substance = self._sounds.get(sound(word), "")
                if substance:
                    yield at, substance


_NEVER = "-"
_NOTHING: dict[tuple[str, ...], str] = {}
