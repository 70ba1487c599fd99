"""What was going on before the slip: stress, people, pain, sleep, or the flat weeks after."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from dialogs.frozen import dataclass
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.meaning import Hit, Phrases, denied
from dialogs.hear.normalise import Utterance
from dialogs.hear.scorer import Scorer, features, speaker
from dialogs.hear.tokens import SELF, read_yaml, stems

MODEL = Path(__file__).with_name("triggers.model")
CATEGORIES = ("stress", "social", "pain", "sleep", "paws")
_FIRM = frozenset((*CATEGORIES, *(f"fine:{category}" for category in CATEGORIES)))
_HINTS = frozenset(f"hint:{category}" for category in CATEGORIES)
_NOTHING_NAMED = frozenset(("none", "stray"))

SURE = 0.45
"""How likely the first category must be."""
SURE_BARE = 0.6
"""The same where nobody speaks of themself, and no phrase names it."""
SURE_TOO = 0.65
"""How likely any further one must be: most people name one."""
SURE_DENYING = 0.85
"""How likely a category must be that no phrase affirms, where something is denied."""
SURE_DENIED = 0.8
"""How likely one must be that was itself denied: "never a decent sleep" complains."""
SURE_APART, LEAST_APART = 0.9, 0.1
"""How likely a further one must be in one clause by itself, and in all that was said."""
CLEAR = 0.4
"""How likely a category must be beside a phrase of stray speech, if no `I` is heard."""
STRAY = 0.3
"""How likely stray speech must be where a phrase of it is heard as well."""
STRAY_BARE, TIMES_STRAY = 0.25, 1.5
"""The same with no phrase of it and no `I`, if no category is so many times as likely."""
LEAST = 0.08
"""Below this nothing was understood."""
LEAST_BARE = 0.2
"""The same where the person does not speak of themself, and no phrase is heard."""
_JOINS = frozenset(("and", "plus", "also", "then", "but", "because", "so", "cause", "while"))
MOST_CLAUSES = 6


class TriggerListener:
    """Hears which categories a person names or describes.

    >>> listener = TriggerListener.load(Path("dialogs/lexicon"))
    >>> from dialogs.hear.normalise import normalise
    >>> listener.hear(normalise("it wasn't the pain, I just couldn't sleep"))
    ('sleep',)
    """

    def __init__(
        self, content: Mapping[str, Any], scorer: Scorer, nothing_told: Iterable[str] = ()
    ) -> None:
        labels = {c: content["clear"][c] for c in CATEGORIES}
        labels |= {f"fine:{c}": content["fine"][c] for c in CATEGORIES}
        labels |= {f"hint:{c}": content["hint"][c] for c in CATEGORIES}
        labels |= {"none": content["none"], "stray": content["stray"]}
        self._phrases = Phrases(labels, content["kinds"])
        self._scorer = scorer
        self._alone = {
            tuple(stems(text.split())): label
            for label, texts in content["alone"].items()
            for text in texts.splitlines()
        }
        self._nothing_told = frozenset(stems(nothing_told))
        self._slipped = frozenset(stems(content["slipped"].split()))
        self._only_when = self._slipped.union(stems(content["only_when"].split()))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The listener, from `triggers.yaml` and the model beside it."""
        nothing_told = read_lexicon(folder / "hesitations.yaml")["nothing_told"]
        return cls(read_yaml(folder / "triggers.yaml"), Scorer.load(MODEL), nothing_told)

    def hear(self, utterance: Utterance) -> tuple[str, ...] | None:
        """The categories in the order said, `("none",)`, or None for a no-match."""
        words = utterance.stems
        if self._only_when.issuperset(words) and not self._slipped.isdisjoint(words):
            return None
        alone = self._alone.get(tuple(words))
        if alone is not None:
            return (alone,)
        seen = self.see(utterance)
        if self._nothing_told.issuperset(words) and not seen.said:
            return None
        chance = self._scorer.score(seen.features)
        told = decide(chance, seen)
        if not told or told == ("none",) or _JOINS.isdisjoint(utterance.words):
            return told
        return told + self._told_apart(utterance.words, chance, told)

    def _told_apart(
        self, words: Sequence[str], chance: Mapping[str, float], told: tuple[str, ...]
    ) -> tuple[str, ...]:
        """What else a clause by itself tells: "my back went out and the rent was due"."""
        more = [c for c in CATEGORIES if c not in told and chance[c] >= LEAST_APART]
        found: dict[str, None] = {}
        for clause in _clauses(words)[:MOST_CLAUSES] if more else ():
            apart = self._scorer.score(self.see(Utterance("", "", clause)).features)
            found |= dict.fromkeys(c for c in more if apart[c] >= SURE_APART)
        return tuple(found)

    def see(self, utterance: Utterance) -> "Seen":
        """What there is to go by: phrases, what is denied, and the model's features."""
        words = utterance.stems
        hits = self._phrases.find(words)
        firm = [hit for hit in hits if hit.label in _FIRM]
        off = denied(words, firm)
        said: dict[str, int] = {}
        back: set[str] = set()
        for hit in hits:
            label, start, end = hit
            near = [h for h in firm if h.start <= end and start <= h.end and h is not hit]
            if near and any(_within(hit, other) for other in near):
                continue
            if off[start] and label not in _NOTHING_NAMED:
                back.add(label.removeprefix("hint:"))
            elif label not in _HINTS:
                said.setdefault(label, start)
        kinds = [self._phrases.kinds_of(word) for word in words]
        shown = [f"={label}" for label in said] + [f"~={label}" for label in back]
        own = not SELF.isdisjoint(words)
        shown += speaker(words)
        return Seen(len(words), [*shown, *features(words, kinds, off)], said, own, frozenset(back))


@dataclass(frozen=True, slots=True)
class Seen:
    """An utterance as the decision sees it."""

    words: int
    """How many there are, hesitations apart."""
    features: list[str]
    said: dict[str, int]
    """Labels of the phrases found and not denied, and where the first begins."""
    own: bool
    """The person speaks of themself."""
    back: frozenset[str]
    """Labels of the phrases that a negation takes back."""


def _clauses(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The parts of what was said, without the words that join them."""
    parts: list[tuple[str, ...]] = [()]
    for word in words:
        if word in _JOINS:
            parts.append(())
        else:
            parts[-1] += (word,)
    return [part for part in parts if part]


def _within(hit: Hit, other: Hit) -> bool:
    """Whether a phrase is only a part of another meaning.

    "Sleep has been good" praises sleep, "no decent night" does not praise it, "peer
    pressure" is not pressure, and "nobody pressured me" speaks of nobody.
    """
    longer = other.end - other.start > hit.end - hit.start
    covered = longer and other.start <= hit.start and hit.end <= other.end
    if hit.label not in CATEGORIES:
        return covered and hit.label == f"fine:{other.label}"
    if other.label == f"fine:{hit.label}":
        covers = hit.end - hit.start > other.end - other.start and hit.start <= other.start
        return other.start <= hit.end and hit.start <= other.end and not covers
    if other.label.startswith("fine:"):
        return covered
    overlaps = other.start < hit.start < other.end
    return overlaps and other.label != hit.label


def decide(chance: Mapping[str, float], seen: Seen) -> tuple[str, ...] | None:
    """The answer that phrases and model together make."""
    best = max(chance, key=chance.__getitem__)
    clear = seen.own or (best in CATEGORIES and chance[best] >= CLEAR)
    if "stray" in seen.said and (not clear or chance["stray"] >= STRAY):
        return None
    if not seen.own and chance["stray"] >= max(STRAY_BARE, chance[best] / TIMES_STRAY):
        return None
    found = [c for c in CATEGORIES if chance[c] >= _needed(c, c == best, seen)]
    if found:
        return tuple(sorted(found, key=lambda c: seen.said.get(c, len(seen.features))))
    denying = seen.back or any(label.startswith("fine:") for label in seen.said)
    least = LEAST if seen.own or seen.said else LEAST_BARE
    unsure = chance["none"] >= max(least, chance["stray"])
    if denying and not unsure and "none" in seen.said and chance["stray"] < STRAY:
        return ("none",)
    if unsure and (best == "none" or "none" in seen.said or not denying):
        return ("none",)
    if best in CATEGORIES and chance[best] >= least and not denying:
        return (best,)
    return None


def _needed(category: str, best: bool, seen: Seen) -> float:
    """How likely the category must be, after what the phrases say of it."""
    if category in seen.said:
        return SURE if best else SURE_TOO
    if {category, f"fine:{category}"} & {*seen.said, *seen.back}:
        return SURE_DENIED
    if seen.back or not best:
        return SURE_DENYING
    return SURE if seen.own else SURE_BARE
