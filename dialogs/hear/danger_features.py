"""What the statistical model sees of an utterance: pieces of it, at several levels.

Alone: every word, its class and its group (words that are used alike), its
letters in runs of three and four (what a recogniser misspells still shares most
of them), the words that a negation takes back, the meanings that the
grammar found, and how long it is. In runs: words in twos and
threes, and the same with each word replaced by its class (`he hits me` and `she
slapped me` share `HIM HURT SELF`) or by its group. In runs, too, what is left of the sentence
without its small words, each by its class or else its group: what it is about,
however it is put together.

A run is one whole number made of the numbers of its words: such keys are made
and looked up fifty times in a few microseconds, which text is not.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain, pairwise

Numbers = Sequence[int]

UNKNOWN, BEGIN, END = 1, 2, 3
"""Numbers that no word has. Never zero: what begins with nothing would look shorter than it is."""
FIRST = 4
BITS = 16
MOST_NUMBERS = 1 << BITS


NEGATIONS = frozenset(("not", "never", "no", "without", "nobody", "none", "neither", "nor"))
_SMALL = frozenset((
    "i", "the", "a", "to", "and", "is", "it", "my", "am", "of", "in", "that", "was", "have", "he",
    "she", "they", "you", "me", "not", "do", "for", "on", "at", "with", "so", "just", "this", "be",
    "are",
))  # fmt: skip
"""Words that hold a sentence together."""
_LENGTHS = (1, 2, 3, 4, 6, 9, 13, 20)
_TURNS = frozenset(("but", "though", "just", "because", "and", "so", "i"))
"""Where what is denied ends."""
_DENIES = 4
"""Words that one negation reaches."""


def denied(words: Sequence[str]) -> list[int]:
    """The places of the words that a negation before them takes back.

    >>> denied("i am not going to die but he is".split())
    [3, 4, 5]
    """
    found, left = [], 0
    for at, word in enumerate(words):
        if word in NEGATIONS:
            left = _DENIES
        elif word in _TURNS:
            left = 0
        elif left:
            found.append(at)
            left -= 1
    return found


def letters(word: str) -> list[str]:
    """The runs of letters of a word, with its begin and end.

    >>> letters("die")
    ['#_di', '#die', '#ie_', '#_die', '#die_']
    """
    text = f"_{word}_"
    return ["#" + text[i : i + n] for n in (3, 4) for i in range(len(text) - n + 1)]


def gist(word: str, kind: str, group: str) -> str:
    """What a word says in short: its class, else its group; empty for a small word.

    >>> gist("he", "HIM", "@1"), gist("hits", "HURT", "@2"), gist("quietly", "quietly", "@3")
    ('', '^HURT', '^@3')
    """
    return "" if word in _SMALL else f"^{group if kind == word else kind}"


def length(words: int) -> str:
    """About how long an utterance is: an answer has few words, a story many.

    >>> length(2), length(8), length(9), length(40)
    ('=1', '=5', '=5', '=8')
    """
    return f"={bisect_left(_LENGTHS, words)}"


def in_line(words: Numbers, classes: Numbers, groups: Numbers, gists: Numbers) -> Numbers:
    """The levels one after another, so that no run that was learned crosses from one to the next.

    A word without a gist has zero there, and is left out.

    >>> in_line([7], [8], [9], [0])
    (2, 7, 3, 1, 2, 8, 3, 1, 2, 9, 3, 1, 2, 3)
    """
    return (
        *(BEGIN, *words, END, UNKNOWN, BEGIN, *classes, END, UNKNOWN, BEGIN, *groups, END),
        *(UNKNOWN, BEGIN, *filter(None, gists), END),
    )


def runs(s: Numbers) -> chain[int]:
    """The keys of all runs in a sequence of numbers.

    >>> [numbers_in(run) for run in runs((5, 6, 7))]
    [(5, 6), (6, 7), (5, 6, 7)]
    """
    pairs = [a << BITS | b for a, b in pairwise(s)]
    return chain(pairs, [ab << BITS | c for ab, c in zip(pairs, s[2:], strict=False)])


def numbers_in(run: int) -> tuple[int, ...]:
    """The numbers of the words that a run is made of."""
    parts = [run >> BITS * n & MOST_NUMBERS - 1 for n in (2, 1, 0)]
    return tuple(n for n in parts if n)


def as_run(numbers: Numbers) -> int:
    """The run of these numbers.

    >>> numbers_in(as_run((5, 6, 7)))
    (5, 6, 7)
    """
    key = 0
    for n in numbers:
        key = key << BITS | n
    return key
