"""What was heard of danger: an utterance as it was read, and the danger it comes to."""

from dataclasses import replace

from dialogs.frozen import dataclass
from dialogs.hear.danger_features import Numbers, length
from dialogs.hear.danger_grammar import Hit

CATEGORIES = (
    "overdose",
    "withdrawal_emergency",
    "harm_to_others",
    "abuse",
    "suicide",
    "using_alone",
)
"""In the order in which they are answered when several are likely: what kills soonest first."""

_TURNS = frozenset(("but", "now", "tonight", "today"))
"""What ends a film, a memory or a denial."""

_SAYS_MORE = frozenset(("just", "though"))
"""What ends a denial besides: "he does not hit me he just locks me in"."""


_PILLS = "overdose.took_too_much"

_OF_FEAR = ("overdose.breathing", "overdose.cry")

_JOINS = frozenset(("and", "but", "because", "then", "so", "while", "when", "also"))


@dataclass(frozen=True, slots=True)
class Danger:
    """What was heard, how sure, and why."""

    category: str
    tier: str
    """`hard`: the number is said at once. `soft`: "Are you safe right now?" comes first."""
    why: str
    rule: str
    """A stable id without any words of the utterance."""
    also: str = ""
    """Another danger that was told beside it, to be met when this one is through."""

    @property
    def by_model(self) -> bool:
        """Whether no rule stands behind it, only the learned weights."""
        return self.rule.startswith("model.")


@dataclass(frozen=True, slots=True)
class Context:
    """Where in the talk it was said. It can raise an alarm, never lower one."""

    question: str = "any"
    substances: tuple[str, ...] = ()
    soft_hits: int = 0
    after_silence: bool = False


ANYWHERE = Context()


@dataclass(frozen=True, slots=True)
class Reading:
    """An utterance as words, what the grammar found in it, and the frames around that."""

    words: tuple[str, ...]
    said: Numbers
    """The words, their classes and their groups, by number."""
    weight: int
    """What the model makes of them one by one."""
    hits: tuple[Hit, ...]
    frames: tuple[tuple[str, int, int], ...]
    """The name of each, with its first and last word."""

    def stands(self, hit: Hit) -> bool:
        """Whether nothing (a film, long ago, a denial) takes the meaning back.

        What comes behind a "but" or a "now" is not in the film any more.
        """
        return all(
            name in hit.rule.despite
            or self._turned(name, min(last, hit.last), max(first, hit.first))
            for name, first, last in self.frames
        )

    def _turned(self, frame: str, after: int, before: int) -> bool:
        between = self.words[after + 1 : before]
        return not _TURNS.isdisjoint(between) or (
            frame == "denied" and not _SAYS_MORE.isdisjoint(between)
        )

    def meanings(self) -> set[str]:
        """The pieces that the model gets from the grammar, and from how long it is."""
        found = {f"!{frame}" for frame, *_ in self.frames}
        long, told = length(len(self.words)), "."
        for hit in self.hits:
            if not hit.rule.only_when:
                taken_back = "" if self.stands(hit) else "?"
                told = "!" if not taken_back or told == "!" else "?"
                found |= {f"!{hit.rule.id}{taken_back}", f"!{hit.rule.category}{taken_back}"}
        return found | {long, long + told}


def where_another_begins(reading: Reading) -> int | None:
    """The word that parts two dangers: "i want to die | and he won't wake up"."""
    hits = [hit for hit in reading.hits if not hit.rule.only_when and reading.stands(hit)]
    if len({hit.rule.category for hit in hits}) < 2:
        return None
    joined = [at for at, word in enumerate(reading.words) if word in _JOINS]
    for at in (*joined, *sorted(hit.first for hit in hits)):
        before = {hit.rule.category for hit in hits if hit.last < at}
        behind = {hit.rule.category for hit in hits if hit.first >= at}
        if before and behind and before != behind:
            return at
    return None


def by_urgency(told: list[Danger], whole: Danger | None) -> Danger | None:
    """Of the dangers in the parts the one that kills soonest, and what else there is.

    Breath lost beside abuse may be fear or a hand: the abuse is answered, with its 911.
    Pills taken in order to die are suicide first, whose script asks about them at once.
    """
    if len({danger.category for danger in told}) < 2:
        return whole or (told[0] if told else None)
    tiers = {danger.tier for danger in (*told, whole) if danger}
    tier = "hard" if "hard" in tiers else "soft"
    if whole and whole.category == "abuse" and any(d.rule in _OF_FEAR for d in told):
        return replace(whole, tier=tier)
    first, second = sorted(told, key=lambda danger: CATEGORIES.index(danger.category))
    if second.category == "suicide" and first.rule == _PILLS:
        first, second = second, first
    return replace(first, tier=tier, also=second.category)
