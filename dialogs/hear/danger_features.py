"""What the statistical model sees of an utterance: pieces of it, at several levels.

Words in ones, twos and threes and pairs with words between; the same with each
word replaced by its class (`he hits me` and `she slapped me` share `HIM HURT
SELF`) and by its group (words that are used alike); letters in runs of three and
four (what a recogniser misspells still shares most of them); and the meanings
that the grammar found.
"""

from collections.abc import Iterable, Sequence

CLASSES, GROUPS, LETTERS, MEANINGS = "=", "@", "#", "!"
"""How the pieces of a level begin; words begin with nothing."""


def pieces(
    words: Sequence[str],
    classes: Sequence[str],
    groups: Sequence[str],
    meanings: Iterable[str],
) -> set[str]:
    """Every piece, once.

    >>> found = pieces(["wake", "him"], ["wake", "HIM"], ["@7", "@3"], ["!past"])
    >>> sorted(p for p in found if "HIM" in p)
    ['=HIM', '=HIM $', '=^ wake HIM', '=^_HIM', '=wake HIM', '=wake HIM $']
    """
    found = set(meanings)
    found.update(_runs("", ("^", *words, "$")))
    found.update(_runs("=", ("^", *classes, "$")))
    found.update(_runs("@", ("^", *groups, "$")))
    text = "_" + " ".join(words) + "_"
    size = len(text)
    for run in (3, 4):
        found.update(["#" + text[i : i + run] for i in range(size - run + 1)])
    return found


def _runs(mark: str, s: tuple[str, ...]) -> list[str]:
    second, third, fourth = s[1:], s[2:], s[3:]
    pairs = [f"{mark}{a} {b}" for a, b in zip(s, second, strict=False)]
    return [
        *[mark + a for a in s],
        *pairs,
        *[f"{ab} {c}" for ab, c in zip(pairs, third, strict=False)],
        *[f"{mark}{a}_{c}" for a, c in zip(s, third, strict=False)],
        *[f"{mark}{a}__{d}" for a, d in zip(s, fourth, strict=False)],
    ]
