"""People in danger, and only them: what every other listener gives way to.

Two ears listen to the same words. A grammar of meanings (`danger_grammar`)
says what was said and can show where; a small model (`danger_model`), which
sees those meanings too, says how sure to be and hears what no rule foresaw.
The context of the talk can raise an alarm and never lowers one.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from dialogs.hear.danger_features import NEGATIONS, denied, gist, in_line, letters
from dialogs.hear.danger_grammar import Entry, Hit, Matcher, Rule
from dialogs.hear.danger_model import Model
from dialogs.hear.danger_told import (
    ANYWHERE,
    CATEGORIES,
    Context,
    Danger,
    Reading,
    by_urgency,
    where_another_begins,
)
from dialogs.hear.danger_words import Reader
from dialogs.hear.few import Few
from dialogs.hear.normalise import Utterance

__all__ = ["ANYWHERE", "CATEGORIES", "Context", "Danger", "DangerListener"]

MODEL = Path(__file__).with_name("danger.model")

_SEDATIVES = frozenset(
    ("alcohol", "benzo", "ghb", "gabapentinoid", "phenibut", "barbiturate", "baclofen")
)
"""What it can kill to stop at once."""

_SAFE_QUESTION, _AFTER_SILENCE, _EACH_SOFT_HIT, _STOPPING_SEDATIVES = 1.5, 2.0, 1.5, 4.0
"""What the odds are multiplied by: never less than one."""

_COSTLY = {"suicide": 6.0, "overdose": 3.5}
"""The same before asking, and not before saying the number: where a miss costs most, and people
speak of it sideways."""

_NEAR = 0.6
"""The share of the likeliest one's chance at which a danger of higher rank goes first."""

_ENOUGH_SOFT_HITS = 2
"""After so many in one talk the next is hard."""

_ALONE, _HEARD, _SURE = (1.0, 0.85), (0.5, 0.8), (0.05, 0.0)
"""The share of the model's certainty that is needed, for the hard and the soft tier: without a
meaning that the grammar found, with one that may be, with one that is sure."""

_LONG = 25
"""Words above which the model alone asks, and does not say the number."""


MOST_SENSES = 4_000
"""So many words are kept with what is known of them."""


class Sense(NamedTuple):
    """What is known of a word, worked out once."""

    word: int
    kind: int
    group: int
    """Its number, that of its class and that of its group: the word itself where it has none."""
    gist: int
    """That of what it says in short; zero for a small word."""
    weight: int
    """What the model makes of it alone."""
    denied: int
    """And what it makes of it behind a "not"."""
    bits: int
    entries: tuple[Entry[Rule | str], ...]


_NOTHING = Reading((), (), 0, (), ())


class DangerListener:
    """Hears six dangers in one utterance."""

    def __init__(self, reader: Reader, meanings: Matcher[Rule | str], model: Model) -> None:
        self._reader = reader
        self._meanings = meanings
        self._model = model
        self._senses: dict[str, Sense] = Few(MOST_SENSES)
        """Only of words of the lexicon and the model, never of what else a person said."""

    @classmethod
    def load(cls, folder: Path, model: Path = MODEL) -> "DangerListener":
        """The listener that the lexicon folder and the learned weights describe."""
        words = _yaml(folder / "danger_words.yaml")
        spoken = _yaml(folder / "danger.yaml")
        weights = Model.load(model)
        reader = Reader(
            words["aliases"],
            words["sounds"].split(),
            {name: members.split() for name, members in words["classes"].items()},
            weights.groups,
        )
        frames = spoken.pop("frames").items()
        meanings: list[tuple[Rule | str, str]] = [*_rules(spoken)]
        meanings += [(name, line) for name, lines in frames for line in lines]
        return cls(reader, Matcher(meanings), weights)

    def read(self, utterance: Utterance) -> Reading:
        """The utterance as the grammar understands it."""
        return self._reading(self._reader.read(utterance.words))

    def _reading(self, words: tuple[str, ...]) -> Reading:
        known = self._senses
        if not words:
            return _NOTHING
        own, kinds, groups, gists, weights, turned, bits, entries = zip(
            *[known.get(word) or self._sense(word) for word in words], strict=True
        )
        weight = sum(weights)
        if not NEGATIONS.isdisjoint(words):
            weight += sum([turned[at] for at in denied(words)])
        found = self._meanings.find(bits, chain.from_iterable(filter(None, entries)))
        return Reading(
            words,
            in_line(own, kinds, groups, gists),
            weight,
            tuple([Hit(owner, *at) for owner, *at in found if isinstance(owner, Rule)]),
            tuple([(name, first, last) for name, first, last in found if isinstance(name, str)]),
        )

    def levels(self, word: str) -> tuple[str, str, str]:
        """The word, its class and its group, by name."""
        classes = self._reader.classes(word)
        return word, classes[0] if classes else word, self._model.group(word)

    def _sense(self, word: str) -> Sense:
        levels = self.levels(word)
        items = (word, *self._reader.classes(word))
        own, kind, group = map(self._model.number, levels)
        short = gist(*levels)
        sense = Sense(
            own,
            kind,
            group,
            self._model.number(short) if short else 0,
            self._model.weigh([*set(levels), *letters(word)]),
            self._model.weigh([f"-{level}" for level in set(levels)]),
            self._meanings.bits(items),
            self._meanings.entries(items),
        )
        if sense.bits or levels[2] != word or word in self._model.numbers:
            self._senses[word] = sense
        return sense

    def chances(self, reading: Reading) -> list[float]:
        """How likely each of the model's labels is."""
        weight = reading.weight + self._model.weigh(reading.meanings())
        return self._model.chances(weight, reading.said)

    def hear(self, utterance: Utterance, context: Context = ANYWHERE) -> Danger | None:
        """The danger in what was said, or nothing."""
        reading = self.read(utterance)
        if not reading.words:
            return None
        if danger := _in_answer(reading, context):
            return danger
        whole = self._judge(reading, context)
        at = where_another_begins(reading)
        if at is None:
            return whole
        halves = [
            self._judge(self._reading(w), context) for w in (reading.words[:at], reading.words[at:])
        ]
        return by_urgency([danger for danger in halves if danger], whole)

    def _judge(self, reading: Reading, context: Context) -> Danger | None:
        chances = dict(zip(self._model.labels, self.chances(reading), strict=True))
        standing = [h for h in reading.hits if not h.rule.only_when and reading.stands(h)]
        plea = next((h for h in standing if h.rule.always), None)
        told = [h for h in standing if not h.rule.always]
        sure = {h.rule.category for h in told if h.rule.sure}
        named = sure or {h.rule.category for h in told}
        top = max(chances[c] for c in CATEGORIES)
        if not sure and not any(chances[c] >= top * _NEAR for c in named):
            named = set(CATEGORIES)
        several = [c for c in CATEGORIES if c in named]
        likeliest = max(several, key=lambda c: chances[c])
        category = next(c for c in several if chances[c] >= chances[likeliest] * _NEAR)
        hit = next((h for h in told if h.rule.category == category), None)
        chance = max(_raised(1 - chances["none"], c, context) for c in (likeliest, category))
        asked = _times(chance, max(_COSTLY.get(c, 1.0) for c in (likeliest, category)))
        tier = self._tier(chance, asked, _SURE if sure else _HEARD if hit else _ALONE)
        if tier == "hard" and not told and _is_a_story(reading):
            tier = "soft"
        if tier is not None and context.soft_hits >= _ENOUGH_SOFT_HITS:
            tier = "hard"
        if plea and (tier is None or plea.rule.always == "hard" or not (hit or tier == "hard")):
            return _by_rule(reading, plea, plea.rule.always)
        if tier is None:
            return None
        if hit:
            return _by_rule(reading, hit, tier)
        return Danger(category, tier, f"model.{category}: {chance:.0%} likely", f"model.{category}")

    def _tier(self, chance: float, asked: float, share: tuple[float, float]) -> str | None:
        """What is due at this chance, and at this one where it is only to be asked."""
        if chance >= self._model.hard * share[0]:
            return "hard"
        return "soft" if asked >= self._model.soft * share[1] else None


def _is_a_story(reading: Reading) -> bool:
    """Whether the model alone is not to be believed at once: long, or a meaning is taken back."""
    return len(reading.words) > _LONG or any(not hit.rule.only_when for hit in reading.hits)


def _in_answer(reading: Reading, context: Context) -> Danger | None:
    """What is a danger only in this context: "not with him here" to "Are you safe right now?"."""
    told = {context.question, *context.substances}
    for category in CATEGORIES:
        for hit in reading.hits:
            if hit.rule.category == category and hit.rule.only_when & told and reading.stands(hit):
                return _by_rule(reading, hit, "hard")
    return None


def _by_rule(reading: Reading, hit: Hit, tier: str) -> Danger:
    said = " ".join(reading.words[hit.first : hit.last + 1])
    return Danger(hit.rule.category, tier, f'{hit.rule.id}: "{said}"', hit.rule.id)


def _raised(chance: float, category: str, context: Context) -> float:
    """The chance of danger, given where in the talk it was said."""
    times = _EACH_SOFT_HIT ** min(context.soft_hits, 2)
    if context.question == "safe":
        times *= _SAFE_QUESTION
    if context.after_silence:
        times *= _AFTER_SILENCE
    if category == "withdrawal_emergency" and _SEDATIVES.intersection(context.substances):
        times *= _STOPPING_SEDATIVES
    return _times(chance, times)


def _times(chance: float, odds: float) -> float:
    """The chance whose odds are so many times as high.

    >>> _times(0.5, 3.0)
    0.75
    """
    return chance * odds / (1 - chance + chance * odds)


def _rules(spoken: Mapping[str, Any]) -> list[tuple[Rule, str]]:
    found = []
    for category, meanings in spoken.items():
        for name, meaning in meanings.items():
            when = meaning.get("when", ())
            rule = Rule(
                f"{category}.{name}",
                category,
                frozenset([when] if isinstance(when, str) else when),
                frozenset(meaning.get("despite", ())),
                sure=True,
                always=meaning.get("always", ""),
            )
            found += [(rule, line) for line in meaning.get("said", ())]
            rule = replace(rule, sure=False)
            found += [(rule, line) for line in meaning.get("maybe", ())]
    return found


def _yaml(path: Path) -> Any:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
