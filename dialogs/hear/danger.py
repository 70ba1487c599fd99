"""People in danger, and only them: what every other listener gives way to."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from dialogs.hear.danger_grammar import Matcher, Rule
from dialogs.hear.danger_words import Reader
from dialogs.hear.normalise import Utterance

CATEGORIES = (
    "overdose", "withdrawal_emergency", "harm_to_others", "abuse", "suicide", "using_alone"
)  # fmt: skip
"""In the order in which they are answered when several are heard."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What was heard, how sure, and why."""

    category: str
    tier: str
    """`hard`: the number is said at once. `soft`: "Are you safe right now?" comes first."""
    why: str
    rule: str
    """A stable id without any words of the utterance."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where in the talk it was said. It can raise an alarm, never lower one."""

    question: str = "any"
    substances: tuple[str, ...] = ()
    soft_hits: int = 0
    after_silence: bool = False


ANYWHERE = Context()


class DangerListener:
    """Hears six dangers in one utterance."""

    def __init__(self, reader: Reader, rules: Matcher[Rule], frames: Matcher[str]) -> None:
        self._reader = reader
        self._rules = rules
        self._frames = frames

    @classmethod
    def load(cls, folder: Path) -> "DangerListener":
        """The listener that the lexicon folder describes."""
        words = _yaml(folder / "danger_words.yaml")
        spoken = _yaml(folder / "danger.yaml")
        reader = Reader(
            words["aliases"],
            words["sounds"].split(),
            {name: members.split() for name, members in words["classes"].items()},
        )
        frames = [(name, line) for name, lines in spoken.pop("frames").items() for line in lines]
        rules = []
        for category, meanings in spoken.items():
            for name, meaning in meanings.items():
                when = meaning.get("when", [])
                rule = Rule(
                    f"{category}.{name}",
                    category,
                    "hard",
                    frozenset([when] if isinstance(when, str) else when),
                    frozenset(meaning.get("despite", ())),
                )
                rules += [(rule, line) for line in meaning["hard"]]
        return cls(reader, Matcher(rules), Matcher(frames))

    def hear(self, utterance: Utterance, context: Context = ANYWHERE) -> Danger | None:
        """The danger in what was said, or nothing."""
        words = self._reader.read(utterance.words)
        items = [frozenset((w, *self._reader.classes(w))) for w in words]
        present = frozenset().union(*items)
        frames = {name for name, _, _ in self._frames.find(items, present)}
        best: Danger | None = None
        for rule, first, last in self._rules.find(items, present):
            if rule.only_when and not rule.only_when & {context.question, *context.substances}:
                continue
            tier = "soft" if frames - rule.despite else "hard"
            if tier == "soft":
                continue
            if best is None or CATEGORIES.index(rule.category) < CATEGORIES.index(best.category):
                said = " ".join(words[first : last + 1])
                best = Danger(rule.category, tier, f'{rule.id}: "{said}"', rule.id)
        return best


def _yaml(path: Path):  # type: ignore[no-untyped-def]
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
