"""An utterance in the one form that every listener reads.

Recognisers and keyboards write the same words in many ways; this undoes what
carries no meaning (case, punctuation, curly quotes, accents, hesitations) and
nothing that does: `not`, `no` and `n't` always survive.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import field
from typing import Any

from dialogs.frozen import dataclass
from dialogs.hear.tokens import stems

MOST_CHARACTERS = 2_000
"""What is read of one utterance. Nobody says more in a turn; a longer line is cut, not refused."""

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'"))
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*(?:[:.][0-9]+)?")

_HESITATIONS = frozenset(
    ("um", "umm", "ummm", "uhm", "uh", "uhh", "uhhh", "er", "err", "erm", "ehm")
)
NEVER_HEARD = _HESITATIONS - {"uh", "er"}
"""Words that no utterance holds any more."""
# "uh huh" is a yes, "uh uh" a no, and "the er" is a place to be taken to.
_ANSWER_SOUNDS = frozenset(("uh", "huh", "uhuh"))
_BEFORE_A_PLACE = frozenset(
    ("the", "an", "to", "from", "at", "in", "our", "your", "my", "this", "local", "nearest")
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said, as given and as words."""

    raw: str
    text: str
    """The words joined by single spaces."""
    words: tuple[str, ...]
    """Lower case, apostrophes kept inside (`don't`), no punctuation, no `um`."""
    _worked_out: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What several listeners need, worked out once, and gone with the utterance."""

    @property
    def full(self) -> tuple[str, ...]:
        """The words with their contractions written out."""
        found: tuple[str, ...] | None = self._worked_out.get("full")
        if found is None:
            found = self._worked_out["full"] = spread(self.words)
        return found

    @property
    def stems(self) -> list[str]:
        """The words as meaning is looked up, without their endings."""
        found: list[str] | None = self._worked_out.get("stems")
        if found is None:
            found = self._worked_out["stems"] = stems(self.words)
        return found


def normalise(raw: str) -> Utterance:
    """The utterance as lower-case words without punctuation and hesitations.

    >>> normalise("Well -- um, I DON'T know...").words
    ('well', 'i', "don't", 'know')
    """
    words = split(raw)
    if not _HESITATIONS.isdisjoint(words):
        words = _without_hesitations(words)
    return Utterance(raw, " ".join(words), words)


def split(raw: str) -> tuple[str, ...]:
    """The lower-case words of a text, hesitations and all.

    >>> split("Uh-huh, the caf\u00e9.")
    ('uh', 'huh', 'the', 'cafe')
    """
    cut = raw[:MOST_CHARACTERS].translate(_APOSTROPHES)
    if not cut.isascii():
        decomposed = unicodedata.normalize("NFKD", cut)
        cut = "".join(c for c in decomposed if not unicodedata.combining(c))
    return tuple(_WORD.findall(cut.lower()))


def _without_hesitations(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = []
    for index, word in enumerate(words):
        if word in _HESITATIONS:
            before = words[index - 1] if index else ""
            after = words[index + 1] if index + 1 < len(words) else ""
            answers = word == "uh" and (after in _ANSWER_SOUNDS or before == "uh")
            place = word == "er" and before in _BEFORE_A_PLACE
            if not (answers or place):
                continue
        kept.append(word)
    return tuple(kept)


_BEFORE_NOT = (
    "do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "would", "could",
    "should", "must", "need",
)  # fmt: skip
_BEFORE_IS = (
    "it", "that", "what", "where", "who", "he", "she", "there", "here", "how", "when", "why",
    "everything", "something", "nothing", "someone", "somebody", "everyone", "everybody", "nobody",
    "one",
)  # fmt: skip


def _contractions() -> dict[str, tuple[str, ...]]:
    """Every contraction, with its apostrophe and as recognisers write it without one."""
    whole: dict[str, str] = {
        "can't": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not",
        "let's": "let us", "y'all": "you all", "c'mon": "come on", "ma'am": "madam",
        "i'm": "i am", "i'd": "i would", "i'll": "i will", "i've": "i have",
        "cannot": "can not", "dunno": "do not know", "gonna": "going to", "wanna": "want to",
        "gotta": "got to", "gimme": "give me", "lemme": "let me", "kinda": "kind of",
        "sorta": "sort of", "outta": "out of", "lotta": "lot of", "innit": "is it not",
        "whatcha": "what are you", "shoulda": "should have", "coulda": "could have",
        "alright": "all right", "ok": "okay", "okey": "okay", "kay": "okay",
        "goin": "going", "doin": "doing", "nothin": "nothing", "somethin": "something",
        "yer": "your", "wouldnae": "would not", "dinnae": "do not",
        "cannae": "can not", "didnae": "did not", "isnae": "is not",
    }  # fmt: skip
    for stem in _BEFORE_NOT:
        whole[f"{stem}n't"] = f"{stem} not"
    for stem in _BEFORE_IS:
        whole[f"{stem}'s"] = f"{stem} is"
    for stem in ("you", "we", "they"):
        for end, full in (("re", "are"), ("ve", "have"), ("ll", "will"), ("d", "would")):
            whole[f"{stem}'{end}"] = f"{stem} {full}"
    for stem in ("it", "that", "he", "she", "there", "who", "what"):
        for end, full in (("ll", "will"), ("d", "would")):
            whole[f"{stem}'{end}"] = f"{stem} {full}"
    # Without the apostrophe these are other words: ill, shell, hell, well, were, shed, wed.
    other = {"i'll", "she'll", "he'll", "we'll", "we're", "we'd", "she'd", "he'd", "it'd"}
    bare = {short.replace("'", ""): full for short, full in whole.items() if short not in other}
    return {short: tuple(full.split()) for short, full in (bare | whole).items()}


_SPREAD = _contractions()
_BEHIND_IS = frozenset(
    (
        *(
            "here",
            "there",
            "home",
            "in",
            "at",
            "out",
            "with",
            "around",
            "away",
            "next",
            "not",
            "gone",
        ),
        *(
            "asleep",
            "awake",
            "upstairs",
            "downstairs",
            "okay",
            "fine",
            "safe",
            "drunk",
            "high",
            "sick",
        ),
    )
)


def spread(words: Iterable[str]) -> tuple[str, ...]:
    """The words with their contractions written out, so that one spelling serves all.

    >>> spread(("i", "dont", "know", "it's"))
    ('i', 'do', 'not', 'know', 'it', 'is')
    >>> spread(("my", "mom's", "here", "in", "my", "mom's", "room"))
    ('my', 'mom', 'is', 'here', 'in', 'my', "mom's", 'room')
    """
    full: list[str] = []
    for word in words:
        if full and full[-1].endswith("'s") and (word in _BEHIND_IS or word.endswith("ing")):
            full[-1:] = (full[-1].removesuffix("'s"), "is")  # "my mom's here", not "my mom's room"
        longer = _SPREAD.get(word)
        if longer is None:
            full.append(word)
        else:
            full.extend(longer)
    return tuple(full)
