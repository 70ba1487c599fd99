"""Amounts of time: `an hour or two`, `less than a day`, `two and a half weeks ago`."""

from dataclasses import replace

from dialogs.frozen import dataclass
from dialogs.hear.when_moments import Window
from dialogs.hear.when_numbers import SOUNDS_LIKE, Amount, amount, integer
from dialogs.hear.when_said import Said

_HOURS = {
    "second": 1 / 3600, "minute": 1 / 60, "hour": 1, "day": 24, "night": 24, "morning": 24,
    "weekend": 168, "week": 168, "fortnight": 336, "month": 730, "year": 8766,
}  # fmt: skip
_OR = frozenset(("or", "maybe", "to", "possibly", "perhaps"))


@dataclass(frozen=True, slots=True)
class Span:
    """So many of a unit; `end` is where its words end, `ago` whether that was said."""

    least: float
    most: float
    unit: str
    end: int
    ago: bool
    said: bool = True
    """A number was said, not only `a`."""

    @property
    def days(self) -> float:
        """The fewest days it may be."""
        return self.least * _HOURS[self.unit] / 24

    @property
    def whole(self) -> bool:
        """Whether it is one whole number, so that it can count days of the calendar."""
        return self.least == self.most == int(self.least)

    def window(self, bound: str = "") -> Window:
        """The hours it may stand for: nobody counts exactly."""
        size = _HOURS[self.unit]
        least, most = self.least * size, self.most * size
        if bound == "less":
            return 0, most
        if bound == "almost":
            return 0.75 * least, 1.02 * most
        if bound == "more":
            return least, 2 * most
        if size < 1:
            return 0.6 * least, 1.5 * most
        if size == 1:
            return max(0.0, least - max(0.25, 0.1 * least)), most + max(0.4, 0.08 * most)
        if size == 24:
            hours = 6.0 if self.most <= 1 else 12.0
            return max(0.0, least - hours), most + max(hours, 0.1 * most)
        share = 0.15 if size in (168, 336) else 0.2
        return least * (1 - share), most * (1 + share)


def read_span(said: Said, at: int) -> Span | None:
    """The amount of time that begins at `at`, if one does."""
    words = said.words
    many = amount(words, at)
    if many is None:
        sounded = SOUNDS_LIKE.get(words[at])
        unit = said.named("unit", at + 1) if sounded else None
        # "for hours" is no number; "for ours ago" is one.
        if sounded is None or unit is None:
            return None
        if words[at] in ("for", "to") and not said.ago(unit[1]):
            return None
        return _with_rest(said, sounded, sounded, *unit)
    unit = said.named("unit", many.end)
    if unit is None:
        return None
    span = _with_rest(said, many.least, many.most, *unit)
    return span if many.said else replace(span, said=False)


def read_bare(said: Said, at: int, bounded: bool) -> Span | None:
    """The one of a unit without its number, where that is meant: `hour and a half`, `week ago`."""
    unit = said.named("unit", at)
    if unit is None or said.word(at).endswith("s"):
        return None
    name, end = unit
    alone = at == 0 and name in ("hour", "week", "fortnight", "month") and end == said.count
    if bounded or alone or said.ago(end) or said.word(end) in ("and", "or"):
        return _with_rest(said, 1, 1, name, end)
    return None


def read_more(said: Said, at: int, unit: str) -> Span | None:
    """A number whose unit was said before: `four days ago, no, five`."""
    number = integer(said.words, at)
    if number is None or not unit:
        return None
    return Span(number[0], number[0], unit, number[1], bool(said.ago(number[1])))


def _with_rest(said: Said, least: float, most: float, unit: str, end: int) -> Span:
    """The span with all that may follow its unit: `and a half`, `twenty minutes`, `or two`."""
    words = said.words
    joined = said.word(end) in ("and", "an")
    more = amount(words, end + joined)
    if more is not None:
        inner = said.named("unit", more.end)
        if joined and inner is None and more.most < 1:
            least, most, end = least + more.least, most + more.most, more.end
        elif unit == "hour" and inner is None and more.least >= 10 and not said.kind(more.end):
            least, most, end = least + more.least / 60, most + more.most / 60, more.end
        elif inner is not None and _HOURS[inner[0]] < _HOURS[unit]:
            share = _HOURS[inner[0]] / _HOURS[unit]
            least, most, end = least + more.least * share, most + more.most * share, inner[1]
    other = _other(said, end)
    if other is not None:
        most, end = max(most, other.most), other.end
    if said.word(end) == "and" and said.word(end + 1) in ("change", "some"):
        end += 2
    ago = said.ago(end)
    other = _other(said, ago) if ago else None
    if other is not None:  # three days ago, maybe four
        least, most, end = min(least, other.least), max(most, other.most), other.end
        return Span(least, most, unit, end, ago=True)
    return Span(least, most, unit, ago or end, bool(ago))


def _other(said: Said, at: int) -> Amount | None:
    """The other number of `or two`, whose unit was said before."""
    if said.word(at) not in _OR:
        return None
    other = amount(said.words, at + 1 + (said.word(at + 1) in _OR))
    fits = other is not None and other.said and _stands_alone(said, other.end)
    return other if fits else None


def _stands_alone(said: Said, at: int) -> bool:
    return said.kind(at) not in ("unit", "half", "part") and said.word(at) not in ("in", "at")
