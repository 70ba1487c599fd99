"""Yes, no, or not sure.

An answer is an utterance that can be said in nothing but answers and the words
around them; or one that opens with a plain answer and then tells more ("no, I
haven't slept"). Other speech is no answer, so a television cannot say yes.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from dialogs.frozen import dataclass
from dialogs.hear.cover import Parts, cover
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import Utterance, normalise
from dialogs.hear.phrases import Phrases
from dialogs.hear.scorer import Scorer, features, kinds_by_word

MODEL = Path(__file__).with_name("yes_no.model")
SURE_ENOUGH = 0.5
"""How likely an answer must be that no phrase covers."""
MOST_STRAY = 0.3
"""How likely it may be then that it is none."""
MOST_WORDS_FOR_THE_MODEL = 10

_NO_WORD = re.compile(r"[^a-z']+")
_KINDS = ("yes", "agree", "unsure", "no", "decline", "hedge", "lean")
_COST = dict.fromkeys((*_KINDS, "around", "tail"), 1)
_OFFER_COST = {"offer": 0, "around": 1, "tail": 1}
_MOST_WORDS_BEFORE = 5
_TELLS = frozenset(("i", "there", "a"))
_REPORTS = frozenset(("said", "says", "say", "to", "told", "me", "a", "the", "all"))
_AND_WHERE = frozenset(("i", "we", "my", "he", "she", "they", "and", "just", "because", "in"))


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
        entries = [(template, (kind, kind)) for kind in _KINDS for template in lexicon[kind]]
        tails = [(t, ("tail", "")) for t in lexicon["around"]]
        around = [(t, ("around", "")) for t in courtesy["around"]]
        safe = [(t, (kind, kind)) for kind, ts in lexicon["safe"].items() for t in ts]
        self._phrases: Phrases[tuple[str, str]] = Phrases([*entries, *around, *tails], rules)
        self._safe: Phrases[tuple[str, str]] = Phrases([*safe, *entries, *around, *tails], rules)
        said = " ".join(template for template, _ in safe)
        self._of_safety = frozenset(lexicon["with_safety"]).union(
            normalise(_NO_WORD.sub(" ", said)).full
        )
        offered = [(t, ("offer", "")) for t in lexicon["to_an_offer"]]
        self._offers: Phrases[tuple[str, str]] = Phrases([*offered, *around, *tails], rules)
        self._in_danger = Phrases([(t, True) for t in lexicon["safe"]["no"]], rules)
        self._in_safety = Phrases([(t, True) for t in lexicon["safe"]["yes"]], rules)
        self._help_with = Phrases([(t, True) for t in lexicon["help_with"]], rules)
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

    def listen(self, utterance: Utterance, safe: bool = False) -> Polarity | None:
        """The same, with whether it was all; `safe` when asked "Are you safe right now?"."""
        words = utterance.full
        if not words or self._others.prefix(words):
            return None
        parts = cover(self._safe if safe else self._phrases, words, _COST)
        value = _weigh(parts) if parts else None
        if safe and value == "yes" and self._takes_an_offer(words):
            return None
        if safe and parts is not None and self._tells_something_else(parts, words):
            return None
        if value is not None:
            return Polarity(value, whole=True)
        if safe and self._says_danger(words):
            return Polarity("no", whole=False)
        if safe and self._says_safety(words):
            return Polarity("yes", whole=False)
        value = self._opening(words, safe) or self._closing(words)
        return Polarity(value, whole=False) if value else None

    def _takes_an_offer(self, words: Sequence[str]) -> bool:
        """Whether nothing but "go ahead" or the like was said, which is no word on being safe."""
        parts = cover(self._offers, words, _OFFER_COST)
        return parts is not None and any(part.value[0] == "offer" for part in parts)

    def _tells_something_else(self, parts: Parts, words: Sequence[str]) -> bool:
        """ "I haven't told anyone" says no to other questions, and nothing about being safe."""
        return any(
            words[part.start] in _TELLS
            and part.value[0] in ("yes", "no", "agree")
            and not self._of_safety.issuperset(words[part.start : part.end])
            for part in parts
        )

    def _says_danger(self, words: Sequence[str]) -> bool:
        """Whether "I'm not okay" or the like stands anywhere; better heard once too often."""
        return any(
            found.end - found.start > 1
            and "not" not in words[max(0, found.start - 2) : found.start]
            and not self._is_help_with(words, found.end)
            for found in self._in_danger.find(words)
        )

    def _says_safety(self, words: Sequence[str]) -> bool:
        """ "I'm okay, I'm at my mom's": safety first, and then where or with whom."""
        said = self._in_safety.prefix(words)
        if said is None or said.end - said.start < 2 or said.end == len(words):
            return False
        return words[said.end] in _AND_WHERE

    def _is_help_with(self, words: Sequence[str], at: int) -> bool:
        """ "Help me quit", which is no cry for help; "help me stop him" is one."""
        if words[at - 1] not in ("help", "me") or "help" not in words[at - 2 : at]:
            return False
        return self._help_with.prefix(words, at) is not None

    def _opening(self, words: Sequence[str], safe: bool) -> str | None:
        """What is said first; "I did some" and "I haven't told anyone" are no answer to "safe?"."""
        at = 0
        answer = None
        while at < len(words):
            opens = self._opens.prefix(words, at)
            if safe and opens is not None and words[at] == "i" and opens.end < len(words):
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
        return answer if at == len(words) or words[at].split("'")[0] in self._goes_on else None

    def _closing(self, words: Sequence[str]) -> str | None:
        """ "She's here, yes"; "we have company, so yes" """
        if len(words) > 2 and words[-2] == "so":
            return self._closes.get(words[-1])
        short = 1 < len(words) <= _MOST_WORDS_BEFORE + 1
        if short and words[0] in self._tells and words[-2] not in _REPORTS:
            return self._closes.get(words[-1])
        return None


def _weigh(parts: Parts) -> str | None:
    """What all that was said comes to.

    The last plain answer counts. Agreeing ("that's fine") turns no "no", declining
    ("I'm good") turns no "yes", and a hedge ("kind of") or a lean ("I guess")
    counts only by itself.
    """
    value = None
    kinds = [part.value[0] for part in parts]
    for kind in kinds:
        if kind in ("yes", "no", "unsure"):
            value = kind
        elif kind == "agree" and (value != "no" or "yes" in kinds):
            value = "yes"
        elif kind == "decline" and value != "yes":
            value = "no"
    if value is None and "hedge" in kinds:
        return "unsure"
    return value or ("yes" if "lean" in kinds else None)
