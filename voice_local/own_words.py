"""The product's own words, told from the person's: it must never answer itself."""

from __future__ import annotations

from difflib import SequenceMatcher

from dialogs.hear.normalise import split

ALIKE = 0.7
"""How alike the letters of two words are when one may be the other, misheard."""


def without_own_words(heard: str, spoken: str) -> str:
    """What is left of `heard` where `spoken` is taken out; what only resembles it goes too.

    >>> without_own_words("are you safe i want to die right now", "Are you safe right now?")
    'i want to die'
    >>> without_own_words("are your save right no", "Are you safe right now?")
    ''
    """
    words, own = heard.split(), list(split(spoken))
    matcher = SequenceMatcher(None, words, own, autojunk=False)
    kept = list(words)
    for block in matcher.get_matching_blocks():
        for at in range(block.a, block.a + block.size):
            kept[at] = ""
    return " ".join(word for word in kept if word and not any(_alike(word, o) for o in own))


def _alike(word: str, other: str) -> bool:
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= ALIKE


def resembles(heard: str, spoken: str) -> bool:
    """Whether what was heard is, for the most part, a stretch of what was spoken.

    A single word is never enough: the options that are read aloud are also the answers.

    >>> resembles("you alone right now", "Are you alone right now?")
    True
    >>> resembles("food", "What does your body want first, sleep, food, or some air?")
    False
    """
    words, own = heard.split(), list(split(spoken))
    if len(words) < 2 or not own:
        return False
    blocks = SequenceMatcher(None, words, own, autojunk=False).get_matching_blocks()
    longest = max(block.size for block in blocks)
    return longest >= 2 and sum(block.size for block in blocks) >= 0.75 * len(words)
