"""Yes, no, or not sure.

An answer is an utterance that can be said in nothing but answers and the words
around them; or one that opens with a plain answer and then tells more ("no, I
haven't slept"). Other speech is no answer, so a television cannot say yes.

Two questions hear less as an answer: "Are you safe right now?", where a yes with
a story is none unless the story is understood, and the question for consent, which
nobody gives by telling what they did.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from dialogs.frozen import dataclass
from dialogs.hear.cover import Parts, cover
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import Utterance
from dialogs.hear.phrases import Phrases
from dialogs.hear.scorer import Scorer, features, kinds_by_word
from dialogs.hear.yes_no_asked import Anything, Consent, Entries, Kind, Safety

MODEL = Path(__file__).with_name("yes_no.model")
SURE_ENOUGH = 0.5
"""How likely an answer must be that no phrase covers."""
MOST_STRAY = 0.3
"""How likely it may be then that it is none."""
MOST_WORDS_FOR_THE_MODEL = 10

_KINDS = ("yes", "agree", "unsure", "no", "decline", "hedge", "lean")
_COST = dict.fromkeys((*_KINDS, "neither", "around", "tail"), 1)
_MOST_WORDS_BEFORE = 5
_REPORTS = frozenset(("said", "says", "say", "to", "told", "me", "a", "the", "all"))
_WHO = frozenset(("i", "we", "it", "that", "he", "she", "they", "there"))
_DOUBTS = frozenset(("sure", "certain", "positive", "unsure", "know", "tell", "say", "idea", "idk"))
"""An `unsure` that ends on these doubts what is said next: "I'm not sure I am"."""
_OF_A_DENIAL = frozenset(("sure", "certain", "positive", "unsure"))
"""The same of a no: "I'm not sure I'm not"; after "I don't know" it may be one of its own."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """`yes`, `no` or `unsure`, and whether that was all that was said."""

    value: str
    whole: bool


class YesNoListener:
    """Hears the answers to yes/no questions."""

    def __init__(
        self, lexicon: dict[str, Any], courtesy: dict[str, Any], scorer: Scorer | None = None
    ) -> None:
        self._scorer = scorer
        self._kinds = kinds_by_word(lexicon["kinds"])
        rules = lexicon["rules"]
        kinds = ("neither", *_KINDS)
        said: Entries = [(t, (kind, kind)) for kind in kinds for t in lexicon[kind]]
        around: Entries = [(t, ("around", "")) for t in courtesy["around"]]
        around += [(t, ("tail", "")) for t in lexicon["around"]]
        usual: Phrases[Kind] = Phrases([*said, *around], rules)
        self._anything = Anything(usual)
        self._asked: dict[str, Anything] = {
            "safe": Safety(lexicon, usual, around, rules),
            "consent": Consent(lexicon, usual, rules),
        }
        opens = [(t, kind) for kind, templates in lexicon["opens"].items() for t in templates]
        self._opens = Phrases(opens, rules)
        self._before_it = Phrases([(t, True) for t in courtesy["around"]])
        self._goes_on = frozenset(lexicon["goes_on"])
        self._closes = {word: kind for kind, ws in lexicon["closes"].items() for word in ws}
        self._tells = frozenset(lexicon["tells"])
        self._function_words = frozenset(courtesy["function_words"])
        self._others = Phrases([(t, True) for t in courtesy["other_assistants"]])
        self._someone_else = Phrases([(t, True) for t in courtesy["someone_else"]])

    @classmethod
    def load(cls, folder: Path, model: Path | None = MODEL) -> Self:
        """The listener with the lexicon of this folder, and the model as a second opinion."""
        return cls(
            read_lexicon(folder / "yes_no.yaml"),
            read_lexicon(folder / "hesitations.yaml"),
            Scorer.load(model) if model and model.exists() else None,
        )

    def guess(self, utterance: Utterance) -> Polarity | None:
        """What the model hears where `listen` hears nothing: "told my mom yesterday"."""
        words = utterance.full
        if self._scorer is None or not 1 < len(words) <= MOST_WORDS_FOR_THE_MODEL:
            return None
        if self._others.prefix(words) or self._someone_else.find(words):
            return None
        if len(set(words)) == 1 or self._function_words.issuperset(words):
            return None
        parts = cover(self._anything.phrases, words, _COST)
        if parts is not None and any(part.value[0] == "neither" for part in parts):
            return None
        scores = self._scorer.score(self.see(words))
        best = max(scores, key=scores.__getitem__)
        if best == "stray" or scores[best] < SURE_ENOUGH or scores["stray"] > MOST_STRAY:
            return None
        return Polarity(best, whole=False)

    def see(self, words: Sequence[str]) -> list[str]:
        """What the model looks at."""
        return list(features(words, [self._kinds.get(word, ()) for word in words]))

    def hear(self, utterance: Utterance) -> str | None:
        """`yes`, `no` or `unsure`, or None where the utterance is none of them."""
        heard = self.listen(utterance)
        return heard.value if heard else None

    def listen(self, utterance: Utterance, asked: str = "yes_no") -> Polarity | None:
        """The same, with whether it was all; `safe` and `consent` take fewer answers."""
        words = utterance.full
        if not words or self._others.prefix(words):
            return None
        question = self._asked.get(asked, self._anything)
        parts = cover(question.phrases, words, _COST)
        value = _weigh(parts, words, question.certain) if parts else None
        if value == "yes" and question.is_no_yes(words):
            return None
        admitted = parts is None or all(question.admits(words, part) for part in parts)
        if value is not None and admitted:
            return Polarity(value, whole=True)
        value = question.elsewhere(words)
        if value is None and admitted:
            value = self._opening(words, question) or self._closing(words)
        return Polarity(value, whole=False) if value else None

    def _opening(self, words: Sequence[str], question: Anything) -> str | None:
        """What is said first; "I did some" and "I haven't slept" are no answer to "safe?"."""
        at = 0
        answer = None
        while at < len(words):
            opens = self._opens.prefix(words, at)
            if question.certain and opens is not None and words[at] == "i":
                opens = None
            if opens is not None and (answer is None or opens.end - at == 1):
                answer, at = opens.value, opens.end
                continue
            around = self._before_it.prefix(words, at)
            if around is None:
                break
            at = around.end
        if answer is None or self._someone_else.prefix(words, at):
            return None
        if at < len(words) and words[at].split("'")[0] not in self._goes_on:
            return None
        return answer if answer != "yes" or question.stands(words, at) else None

    def _closing(self, words: Sequence[str]) -> str | None:
        """ "She's here, yes"; "we have company, so yes" """
        if len(words) > 2 and words[-2] == "so":
            return self._closes.get(words[-1])
        short = 1 < len(words) <= _MOST_WORDS_BEFORE + 1
        if short and words[0] in self._tells and words[-2] not in _REPORTS:
            return self._closes.get(words[-1])
        return None


def _weigh(parts: Parts, words: Sequence[str], certain: bool) -> str | None:
    """What all that was said comes to.

    The last plain answer counts. Agreeing ("that's fine") turns no "no", declining
    ("I'm good") turns no "yes", and a hedge ("kind of") or a lean ("I guess")
    counts only by itself. What is said in doubt ("I'm not sure I am") is no answer;
    where one must be `certain`, agreeing takes back no doubt.
    """
    value = None
    doubt = ""
    kinds = [part.value[0] for part in parts]
    for part in parts:
        kind = part.value[0]
        doubted = kind == "yes" or (kind == "no" and doubt in _OF_A_DENIAL and not certain)
        if doubt and doubted and words[part.start] in _WHO:
            continue
        if kind in ("yes", "no", "unsure"):
            value = kind
            last = words[part.end - 1]
            doubt = last if kind == "unsure" and last in _DOUBTS else ""
        elif kind == "agree" and not (certain and value == "unsure"):
            if value != "no" or "yes" in kinds:
                value = "yes"
        elif kind == "decline" and value != "yes":
            value = "no"
    if value is None and "hedge" in kinds:
        return "unsure"
    return value or ("yes" if "lean" in kinds else None)
