"""From what was said to what it means: everything that hears, behind one door.

The engine asks in this order: danger, stop, help, a whole answer to the open
question, the other commands, other answers, a correction, a change of topic.
"""

from datetime import datetime
from pathlib import Path
from typing import Self

from dialogs.frozen import dataclass
from dialogs.hear.choices import ChoiceListener
from dialogs.hear.commands import CommandListener
from dialogs.hear.corrections import CorrectionListener
from dialogs.hear.danger import Context, Danger, DangerListener
from dialogs.hear.normalise import Utterance, normalise
from dialogs.hear.strays import StrayListener
from dialogs.hear.substances import SubstanceListener
from dialogs.hear.topics import Topic, TopicListener
from dialogs.hear.triggers import TriggerListener
from dialogs.hear.when import WhenListener
from dialogs.hear.who import Who
from dialogs.hear.yes_no import YesNoListener

__all__ = ["Context", "Danger", "Ears", "Match", "Topic", "Utterance", "Value", "normalise"]

Value = str | tuple[str, ...] | tuple[float, float] | Topic


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to a question."""

    value: Value
    whole: bool
    """Nothing but the answer was said, so that it goes before a command that sounds like it."""
    expected: bool = False
    """It was said in words that an author wrote down for this question, and in no others."""


MOST_WORDS_OF_NONE = 4
"""Up to here "none of those" turns down what was read out, and is nothing else."""


@dataclass(frozen=True, slots=True)
class Ears:
    """Every listener, loaded once."""

    dangers: DangerListener
    commands: CommandListener
    yes_no: YesNoListener
    choices: ChoiceListener
    corrections: CorrectionListener
    triggers: TriggerListener
    topics: TopicListener
    substances: SubstanceListener
    times: WhenListener
    strays: StrayListener
    who: Who

    @classmethod
    def load(cls, folder: Path) -> Self:
        """All listeners, with the lexicon of this folder."""
        yes_no = YesNoListener.load(folder)
        substances = SubstanceListener.load(folder)
        return cls(
            DangerListener.load(folder),
            CommandListener.load(folder),
            yes_no,
            ChoiceListener.load(folder, yes_no),
            CorrectionListener.load(folder),
            TriggerListener.load(folder),
            TopicListener.load(folder, substances),
            substances,
            WhenListener.load(folder),
            StrayListener.load(),
            Who.load(folder),
        )

    def danger(
        self, utterance: Utterance, context: Context | None = None, match: Match | None = None
    ) -> Danger | None:
        """The danger that speaks from the utterance, if one does.

        Words that an author wrote down as an answer to the open question ("nobody",
        "in my room") mean what the author says: there the rules alone are heard, and
        not the model's opinion of words without their question (decision 4).
        """
        danger = self.dangers.hear(utterance, context or Context())
        if danger is not None and match is not None and match.expected and danger.by_model:
            return None
        return danger

    def command(self, utterance: Utterance) -> str | None:
        """The command that the utterance is, whatever the question."""
        return self.commands.hear(utterance)

    def answer(
        self, question: str, utterance: Utterance, now: datetime, command: str | None = None
    ) -> Match | None:
        """The answer to `question`, or None: a no-match. `now` places "last night".

        `command` is what `command()` heard in the same utterance; it settles `Match.whole`.
        """
        if not utterance.words:
            return None
        match question:
            case "yes_no" | "safe" | "consent":
                polarity = self.yes_no.listen(utterance, question)
                if polarity is None and question == "yes_no":
                    polarity = self.yes_no.guess(utterance)
                if polarity is None:
                    return None
                expected = polarity.whole and question != "safe"
                return Match(polarity.value, polarity.whole, expected)
            case "trigger":
                sounds_alike = command == "pause" and len(utterance.words) <= 2  # "paws"
                heard = self.triggers.hear(utterance)
                if heard == ("none",) and len(utterance.words) <= MOST_WORDS_OF_NONE:
                    return Match(heard, command is None, expected=True)  # "none of them"
                return self._match(heard, sounds_alike or command is None)
            case "opening" | "topic":
                plain = self.yes_no.listen(utterance)
                if plain is not None and plain.whole and len(utterance.words) <= MOST_WORDS_OF_NONE:
                    return None  # "no" and "nothing" open nothing
                return self._match(self.topics.hear(utterance), command is None)
            case "when":
                time = self.times.hear(utterance, now)
                if time is not None and self.strays.hear(utterance):
                    return None
                return self._match(time, command is None)
            case "substances":
                return self._match(self._substances(utterance), command is None)
            case "words":
                return self._words(utterance)
            case _:
                choice = self.choices.listen(question, utterance)
                return Match(choice.value, choice.whole, choice.whole) if choice else None

    def correction(self, utterance: Utterance) -> Utterance | None:
        """What the person meant instead ("no, I said stress"), or None."""
        return self.corrections.hear(utterance)

    def change_of_topic(self, utterance: Utterance) -> Topic | None:
        """The topic that the utterance clearly asks for in the middle of another one."""
        return self.topics.hear(utterance, strict=True)

    def _match(self, value: Value | None, whole: bool) -> Match | None:
        """These answers stand anywhere in a sentence: they are whole where no command is heard."""
        return None if value is None else Match(value, whole)

    def _substances(self, utterance: Utterance) -> Value | None:
        named = self.substances.hear(utterance)
        if not named and self.yes_no.hear(utterance) == "unsure":
            return "unknown"
        return named or None

    def _words(self, utterance: Utterance) -> Match | None:
        """The person's own words as they are; a bare yes or no holds none."""
        polarity = self.yes_no.listen(utterance)
        if polarity is not None and polarity.whole:
            return None
        if self.commands.is_courtesy(utterance):
            return None
        return Match(utterance.text, whole=True)
