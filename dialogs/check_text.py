"""How a text weighs on a listener: sentences, words, seconds, options, reading level.

A number is one word to remember, but is spoken digit by digit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from dialogs.load_values import PLACEHOLDER
from dialogs.model import Number

WORDS_A_MINUTE = 150
WORDS_IN_ONES_OWN_WORDS = 6
"""What a placeholder of a person's own words is counted as."""

_WORD = re.compile(r"[A-Za-z0-9]+(?:['\u2019.@-][A-Za-z0-9]+)*|\{\w+\}")
_SENTENCE_END = re.compile(r"[.?!]+[\"'\u2019\u201d)]*(?:\s+|$)")
_PAUSE = re.compile(r"\s*\.\.\.\s*|\s*\u2026\s*")


def words_of(text: str) -> list[str]:
    """The words of a text; a placeholder is one.

    >>> words_of("It's late: call {lifeline}.")
    ["It's", 'late', 'call', '{lifeline}']
    """
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text. A number said once more is no sentence of its own.

    >>> sentences_of("You can call {lifeline}. {lifeline}. Will you?")
    ['You can call {lifeline}', 'Will you']
    """
    parts = [part.strip() for part in _SENTENCE_END.split(_PAUSE.sub(". ", text))]
    return [part for part in parts if words_of(PLACEHOLDER.sub("", part))]


def seconds_of(text: str, numbers: Mapping[str, Number]) -> float:
    """How long the text takes to be spoken, each digit as a word.

    >>> seconds_of("Take your time, please.", {})
    1.6
    """
    count = 0
    for word in words_of(text):
        if not word.startswith("{"):
            count += 1
        elif (number := numbers.get(word[1:-1])) is not None:
            count += sum(map(str.isdigit, number.spoken)) or len(re.split(r"\W", number.spoken)) + 1
        else:
            count += 1
    return round(count * 60 / WORDS_A_MINUTE, 1)


# --- options -----------------------------------------------------------------

_COMMAS = re.compile(r",\s*or\s+|,\s*")
_ORS = re.compile(r",\s*|\s+or\s+")
_CLAUSE = re.compile(r"[;:]\s*")
_ASKING = ("what", "which", "who", "where", "how", "when", "if", "why", "then", "tell")
_BEGINS = re.compile(
    r"(is|was|were|are|do|did|does|would|will|can|has|have) (it|you|they|there|that)\b"
)
_ASIDE = {
    "mostly", "then", "now", "okay", "well", "so", "first", "maybe", "right now", "here",
    "for now", "today", "tonight", "most of all", "you", "say", "you can say", "just",
}  # fmt: skip
_YES_OR_NO = {"yes", "no", "just yes", "say yes", "you can say yes"}
_LONGEST_OPTION_WORDS = 6


def options_of(text: str, *, asks_yes_or_no: bool = False) -> list[str]:
    """The options that the longest list of the text reads aloud; yes and no count as one.

    Only what may be said is an option: lists in questions, and after "say".

    >>> options_of("What was it for, mostly, pain, worry, or sleep?")
    ['pain', 'worry', 'sleep']
    >>> options_of("You can say yes, no, or not sure. Was it?")
    ['yes or no', 'not sure']
    >>> options_of("Was it mostly stress, people or places, or something else?")
    ['was it mostly stress', 'people or places', 'something else']
    """
    longest: list[str] = []
    for sentence in re.findall(r"[^.?!]+[.?!]?", text):
        says = re.search(r"\bsay\b", sentence)
        asks = sentence.endswith("?") and not asks_yes_or_no
        if not (says or asks) or not re.search(r"\bor\b", sentence):
            continue
        found = _options_in(_CLAUSE.split(sentence.rstrip(".?!"))[-1])
        if len(found) > len(longest):
            longest = found
    return longest


def _options_in(clause: str) -> list[str]:
    found: list[str] = []
    for part in (_COMMAS if re.search(r",\s*or\s", clause) else _ORS).split(clause):
        plain = part.strip().lower()
        if not plain or plain in _ASIDE:
            continue
        if plain in _YES_OR_NO:
            if "yes or no" not in found:
                found.append("yes or no")
        elif plain.split()[0] in _ASKING:
            found = []
        elif _BEGINS.match(plain) or (found and len(plain.split()) > _LONGEST_OPTION_WORDS):
            found = [plain]
        else:
            found.append(plain)
    return found


# --- reading level -------------------------------------------------------------

MANY_KNOW = {
    "alcohol": 2, "benzo": 2, "benzos": 2, "naloxone": 2, "kratom": 2, "opioid": 2, "opioids": 2,
    "fentanyl": 2, "cocaine": 2, "methadone": 2, "buprenorphine": 2, "medicine": 2, "hospital": 2,
    "emergency": 2, "ambulance": 2, "doctor": 2, "pharmacist": 2, "anyone": 2, "everything": 2,
    "somebody": 2, "nobody": 2, "anybody": 2, "anything": 2, "somewhere": 2, "company": 2,
    "samhsa": 2, "treatment": 2, "withdrawal": 2, "overdose": 2, "pregnant": 2, "area": 2,
    "seizure": 2, "poison": 2, "forget": 2, "idea": 2, "family": 2, "usual": 2, "another": 2,
}  # fmt: skip
"""Words that count as easy: nobody here is held up by them, and no plainer one exists."""

FEWEST_WORDS = 12
"""Below this a reading level means nothing: one long word would decide it."""


def grade_of(text: str) -> float:
    """The Flesch-Kincaid grade of a text; 0 for a text too short to have one.

    >>> grade_of("Yes or no?")
    0.0
    >>> round(grade_of("The cat sat on the mat. It was warm there in the low sun."), 1)
    -1.1
    """
    words = [word for word in words_of(text) if not word.startswith("{")]
    if len(words) < FEWEST_WORDS:
        return 0.0
    sentences = max(1, len(sentences_of(re.sub(r"[:;]", ".", text))))
    syllables = sum(syllables_of(word.lower()) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


_SILENT_INSIDE = re.compile(
    r"(?<=[a-z])e(?=(?:thing|where|one|body|times|ful|ly|ment|less|selves)$)"
)


@cache
def syllables_of(word: str) -> int:
    """How many syllables an English word has, nearly.

    >>> [syllables_of(w) for w in ("sleep", "asked", "little", "people", "something")]
    [1, 1, 2, 2, 2]
    """
    if word in MANY_KNOW:
        return MANY_KNOW[word]
    plain = re.sub(r"[^a-z]", "", word.split("'")[0])
    if plain in ("are", "use", "one", "once"):
        return 1
    plain = _SILENT_INSIDE.sub("", plain)
    if len(plain) > 3:
        plain = re.sub(
            r"(?<![td])ed$|(?<=[^aeiouylscgxzh])es$|(?<=[^aeiouyl])e$|(?<=[aeiouy])le$", "", plain
        )
    return max(1, len(re.findall(r"[aeiouy]+", plain)))
