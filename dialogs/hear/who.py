"""Of whom is it told: of the speaker, of another person, or of a child?

"I took too many" is asked "Can you stay awake?", "she took too many" is not; and what a
brother took is not kept as one's own. The words are in `lexicon/who.yaml`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from dialogs.hear.normalise import Utterance
from dialogs.hear.tokens import read_yaml

Person = Literal["oneself", "another", "child"]


class Who:
    """Finds the person whom an utterance tells of."""

    def __init__(self, lexicon: Mapping[str, Sequence[str]], classes: Mapping[str, str]) -> None:
        self._subjects: dict[str, Person] = {}
        for name in ("KIN", "PARTNER", "OTHER"):
            self._subjects |= dict.fromkeys(classes[name].split(), "another")
        self._subjects |= dict.fromkeys(classes["CHILD"].split(), "child")
        self._people = frozenset(self._subjects)
        self._subjects |= dict.fromkeys(lexicon["another"], "another")
        self._subjects |= dict.fromkeys(lexicon["oneself"], "oneself")
        self._words = {name: frozenset(words) for name, words in lexicon.items()}

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The finder with the lexicon of this folder."""
        words: dict[str, Any] = read_yaml(folder / "danger_words.yaml")
        return cls(read_yaml(folder / "who.yaml"), words["classes"])

    def in_danger(self, utterance: Utterance) -> Person:
        """Who may be dying: of whom a sign is told, else who took something."""
        words = utterance.full
        people = [self._subjects[word] for word in words if word in self._people]
        if people and not self._words["done_for"].isdisjoint(words):
            return people[0]
        of_signs = self._subjects_of("signs", words)
        others = [person for person in of_signs if person != "oneself"]
        done_to = self._done_to(words)
        if others or done_to:
            return others[0] if others else done_to or "another"
        return "oneself" if of_signs else self.took(utterance)

    def took(self, utterance: Utterance) -> Person:
        """Who took something, or is told of at all; the speaker where nobody is named."""
        words = utterance.full
        found = self._subjects_of("acts", words)
        if found:
            return "oneself" if "oneself" in found else found[0]
        named = self._named(words)
        return named[0] if named and self._words["oneself"].isdisjoint(words) else "oneself"

    def names_another(self, utterance: Utterance) -> bool:
        """Whether anybody else is spoken of at all."""
        others = self._people | self._words["another"] | self._words["objects"]
        return any(word.removesuffix("'s") in others for word in utterance.full)

    def _subjects_of(self, kind: str, words: Sequence[str]) -> list[Person]:
        """Who is the subject of each word of this kind, as far as one stands before it."""
        found: list[Person] = []
        subject: Person | None = None
        for at, word in enumerate(words):
            subject = self._subject(words, at) or subject
            if word == "who" and at:  # "my friend who took too much"
                subject = self._subjects.get(words[at - 1], subject)
            if subject is not None and word in self._words[kind]:
                found.append(subject)
        return found

    def _named(self, words: Sequence[str]) -> list[Person]:
        """The others who are told of."""
        found = (self._subject(words, at) for at in range(len(words)))
        return [person for person in found if person is not None and person != "oneself"]

    def _subject(self, words: Sequence[str], at: int) -> Person | None:
        word = words[at]
        if word.endswith("'s"):  # "my baby's not breathing", but not "my mom's pills"
            bare, then = word.removesuffix("'s"), words[at + 1 : at + 2]
            if bare in self._people and not self._words["owned"].isdisjoint(then):
                return None
            word = bare
        person = self._subjects.get(word)
        if person is None or word not in self._people:
            return person
        while at and words[at - 1] in self._words["owners"]:
            at -= 1
        return None if at and words[at - 1] in self._words["prepositions"] else person

    def _done_to(self, words: Sequence[str]) -> Person | None:
        """ "I cannot wake him", "can't rouse my baby"."""
        for at, word in enumerate(words):
            behind = words[max(0, at - 2) : at]
            if self._words["done_to"].isdisjoint(behind):
                continue
            if word in self._words["objects"] or word in self._people:
                return self._subjects.get(word, "another")
        return None
