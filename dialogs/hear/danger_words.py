"""The words of an utterance as the danger listener reads them.

`normalise` keeps what was typed or recognised; this goes further, because one
meaning comes in many spellings here: "cant", "can't" and "cannot", "a loan" for
"alone", "kill my elf", "clone a pin". What comes out is plain words, each with
the classes it belongs to (`drug`, `weapon`, `child`), for the grammar and the
model to read.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from dialogs.hear.few import Few

_HESITATIONS = frozenset(
    ["um", "uh", "er", "erm", "uhm", "hmm", "hm", "mm", "ah", "eh", "oh", "please"]
)
_NOT = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_IS = frozenset(
    [
        "i",
        "he",
        "she",
        "it",
        "that",
        "this",
        "there",
        "here",
        "what",
        "who",
        "where",
        "when",
        "how",
        "nobody",
        "somebody",
        "someone",
        "everyone",
        "everybody",
        "everything",
        "nothing",
        "something",
        "one",
    ]
)
_SHARED_SOUNDS = str.maketrans("bdgvzqcjxy", "ptkfskkks\0")
_SPELT = (
    ("tion", "sn"), ("ough", "f"), ("ph", "f"), ("gh", ""), ("kn", "n"), ("wr", "r"), ("ck", "k"),
    ("sch", "sk"), ("ch", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("x", "ks"),
    ("th", "t"), ("sh", "s"),
)  # fmt: skip
_SILENT = str.maketrans("", "", "aeiouhwy'\0")

Alias = tuple[tuple[str, ...], tuple[str, ...]]
"""What is said, and the plain words for it."""

_ENOUGH, _ASKS = 4, frozenset(("do", "did", "if", "as", "what", "let", "like", "that", "who"))
"""So long a sentence loses a "you know" at its end, unless that is what it asks."""

_OWN_WORDS = frozenset((
    "i", "me", "my", "you", "he", "him", "his", "she", "her", "we", "it", "they", "the", "this",
    "these", "that", "but", "by", "with", "for", "at", "to", "of", "if", "so", "then", "when",
    "who", "had", "have", "has", "is", "was", "no", "nobody", "anybody", "about", "only", "there",
))  # fmt: skip
"""Words that are what they are: people say them, and recognisers seldom make them of a name."""
_NEAR = 0.6

MOST_SOUNDS = 4_000
"""So many are kept."""

LONGEST_MISHEARD = 4
"""Words that one misheard name is split into at most: "mit a guy none"."""


def sound(word: str) -> str:
    """A rough key of how a word sounds: its consonants, voiced and unvoiced as one.

    >>> sound("kratom") == sound("crate") + sound("um")
    True
    >>> sound("naloxone") == sound("nall") + sound("ox") + sound("own")
    True
    """
    for spelt, heard in _SPELT:
        if spelt in word:
            word = word.replace(spelt, heard)
    key = word.translate(_SHARED_SOUNDS).translate(_SILENT)
    return "".join(c for i, c in enumerate(key) if i == 0 or key[i - 1] != c)


class Reader:
    """Turns recognised words into plain words, and knows the classes of each."""

    def __init__(
        self,
        aliases: Mapping[str, str],
        sounds: Iterable[str],
        classes: Mapping[str, Iterable[str]],
        vocabulary: Container[str] = (),
    ) -> None:
        """`vocabulary`: the words whose sounds may be kept; others are a person's own."""
        self._aliases: dict[str, list[Alias]] = {}
        for said, meant in aliases.items():
            words = tuple(said.split())
            self._aliases.setdefault(words[0], []).append((words, tuple(meant.split())))
        for choices in self._aliases.values():
            choices.sort(key=lambda alias: -len(alias[0]))
        heads = [said[:2] for choices in self._aliases.values() for said, _ in choices]
        self._one = frozenset(head[0] for head in heads if len(head) == 1)
        self._two = frozenset(head for head in heads if len(head) == 2)
        """How aliases begin."""
        self._names = {sound(name): name for name in sounds}
        self._begun = frozenset(key[:n] for key in self._names for n in range(len(key)))
        """How the sounds of names begin, without those that are whole."""
        self._any_name = re.compile("|".join(map(re.escape, self._names)) or "$^").search
        self._vocabulary = vocabulary
        self._sounds: dict[str, str] = Few(MOST_SOUNDS)
        self._classes: dict[str, tuple[str, ...]] = {}
        for name, members in classes.items():
            for word in members:
                self._classes[word] = (*self._classes.get(word, ()), name)

    def read(self, words: Iterable[str]) -> tuple[str, ...]:
        """The plain words: contractions written out, mishearings undone, hesitations dropped.

        >>> reader = Reader({"my elf": "myself", "gonna": "going to"}, ["klonopin"], {})
        >>> " ".join(reader.read("i'm gonna um gonna kill my elf".split()))
        'i am going to kill myself'
        >>> " ".join(reader.read("i can't find the clone a pin".split()))
        'i can not find the klonopin'
        """
        once = _without_echo([w for w in words if w not in _HESITATIONS])
        if once[-2:] == ["you", "know"] and len(once) > _ENOUGH and once[-3] not in _ASKS:
            del once[-2:]
        named = self._renamed(once)
        if "'" in "".join(named):
            named = self._renamed([part for word in named for part in _parts(word)])
        elif named is not once:
            named = self._renamed(named)
        return tuple(named)

    def classes(self, word: str) -> tuple[str, ...]:
        """The classes of a plain word, the most telling first."""
        return self._classes.get(word, ())

    def _renamed(self, words: list[str]) -> list[str]:
        """The same list where there is nothing to rename."""
        known = self._sounds
        sounds = [known[word] if word in known else self._sound(word) for word in words]
        if (
            self._one.isdisjoint(words)
            and self._two.isdisjoint(pairwise(words))
            and not self._any_name("".join(sounds))
        ):
            return words
        out: list[str] = []
        at = 0
        while at < len(words):
            taken, meant = self._alias(words, at) or self._misheard(words, sounds, at) or (1, ())
            out.extend(meant or (words[at],))
            at += taken
        return out

    def _sound(self, word: str) -> str:
        key = sound(word)
        if word.partition("'")[0] in self._vocabulary:
            self._sounds[word] = key
        return key

    def _alias(self, words: Sequence[str], at: int) -> tuple[int, tuple[str, ...]] | None:
        for said, meant in self._aliases.get(words[at], ()):
            if tuple(words[at : at + len(said)]) == said:
                return len(said), meant
        return None

    def _misheard(
        self, words: Sequence[str], sounds: Sequence[str], at: int
    ) -> tuple[int, tuple[str, ...]] | None:
        """A name in two to four words that sound like it; the key must be long enough."""
        key = ""
        for n, part in enumerate(sounds[at : at + LONGEST_MISHEARD]):
            key += part
            name = self._names.get(key) if n and len(key) > 3 else None
            if name and _is_near(words[at : at + n + 1], name):
                return n + 1, (name,)
            if key not in self._begun:
                return None
        return None


def _is_near(words: Sequence[str], name: str) -> bool:
    """Whether words with the consonants of a name are written somewhat like it too.

    >>> _is_near(["clone", "a", "pin"], "klonopin"), _is_near(["i", "have", "nobody"], "phenibut")
    (True, False)
    """
    if name in words or not _OWN_WORDS.isdisjoint(words):
        return False
    return SequenceMatcher(None, "".join(words), name).ratio() > _NEAR


def _without_echo(words: list[str]) -> list[str]:
    """The words without immediate repeats of one or two ("i i'm", "he's he's", "i took i took")."""
    if len(set(words)) == len(words) and "'" not in "".join(words):
        return words
    out: list[str] = []
    for word in words:
        if out and (out[-1] == word or word.startswith(out[-1] + "'")):
            out.pop()
        out.append(word)
        if len(out) > 3 and out[-4:-2] == out[-2:]:
            del out[-2:]
    return out


def _parts(word: str) -> Iterator[str]:
    if "'" not in word:
        yield word
        return
    base, _, ending = word.partition("'")
    if ending == "t" and base.endswith("n"):
        yield _NOT.get(base[:-1], base[:-1])
        yield "not"
    elif ending in _ENDINGS:
        yield base
        yield _ENDINGS[ending]
    elif ending == "s":
        yield base
        if base in _IS:
            yield "is"
    else:
        yield word.replace("'", "")
