"""The interaction model: how Alexa is to understand what people say to the skill.

Free speech comes through one catch-all slot, whose own words the engine then
hears like any others. Danger has intents of its own besides, so that it
arrives even where the slot does not; they carry no words, and each raises a
hard alarm, so that only what is one by itself is among their samples. The
built-in intents carry no words either and are left as Amazon made them: words
of our own there would be lost.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dialogs.content import LEXICON
from dialogs.hear.danger import DangerListener
from dialogs.hear.normalise import normalise
from dialogs.model import Trees
from skill.intents import SAY, UTTERANCE
from skill.package.said import dangers, sayings

INVOCATION = "steady ground"

CATCH_ALL = "AnythingSaid"

CATCH_ALL_VALUES = (30, 8)
"""At least so many values, and at least one of so many words: Alexa learns lengths from them."""

DANGER_INTENTS = {
    "suicide": "DangerSuicideIntent",
    "overdose": "DangerOverdoseIntent",
    "using_alone": "DangerUsingAloneIntent",
    "withdrawal_emergency": "DangerWithdrawalIntent",
    "harm_to_others": "DangerHarmIntent",
    "abuse": "DangerAbuseIntent",
}

AMAZONS_WORDS: Mapping[str, tuple[str, ...]] = {
    "AMAZON.CancelIntent": ("cancel", "never mind", "forget it"),
    "AMAZON.StopIntent": ("stop", "off", "shut up"),
    "AMAZON.HelpIntent": ("help", "help me", "can you help me"),
    "AMAZON.FallbackIntent": (),
    "AMAZON.NavigateHomeIntent": ("home", "go home"),
    "AMAZON.RepeatIntent": ("repeat", "say that again", "repeat that"),
    "AMAZON.YesIntent": ("yes", "yes please", "sure"),
    "AMAZON.NoIntent": ("no", "no thanks"),
    "AMAZON.StartOverIntent": ("start over", "restart", "start again"),
    "AMAZON.PauseIntent": ("pause", "pause that"),
    "AMAZON.ResumeIntent": ("resume", "continue", "keep going"),
    "AMAZON.NextIntent": ("next", "skip", "skip forward"),
    "AMAZON.PreviousIntent": ("go back", "skip back", "back up"),
}
"""The built-in intents, each with the words that Amazon's list of them gives for it."""

WAKE_WORDS = re.compile(r"\b(alexa|amazon|echo|computer|ziggy)\b")


def interaction_model(trees: Trees, lexicon: Path = LEXICON) -> dict[str, Any]:
    """The model as Amazon reads it, always the same for the same trees and lexicon."""
    danger, softer = _dangers_by_tier(DangerListener.load(lexicon))
    taken = {same(text) for texts in (*danger.values(), *AMAZONS_WORDS.values()) for text in texts}
    values: dict[tuple[str, ...], str] = {}
    for text in (*softer, *(saying.text for saying in sayings(trees, lexicon))):
        key = same(text)
        if key not in taken and not WAKE_WORDS.search(text):
            values.setdefault(key, text)
    intents: list[dict[str, Any]] = [{"name": name, "samples": []} for name in AMAZONS_WORDS]
    intents += [{"name": name, "samples": samples} for name, samples in danger.items()]
    slot = {"name": UTTERANCE, "type": CATCH_ALL}
    intents.append({"name": SAY, "slots": [slot], "samples": [f"{{{UTTERANCE}}}"]})
    language = {
        "invocationName": INVOCATION,
        "modelConfiguration": {
            # What falls through to the fallback intent arrives without its words.
            "fallbackIntentSensitivity": {"level": "LOW"}
        },
        "intents": intents,
        "types": [
            {
                "name": CATCH_ALL,
                "values": [{"name": {"value": text}} for text in sorted(values.values())],
            }
        ],
    }
    return {"interactionModel": {"languageModel": language}}


def _dangers_by_tier(ears: DangerListener) -> tuple[dict[str, list[str]], list[str]]:
    """The samples of each danger's intent, and what is less than a hard alarm.

    "I'm not safe" asks which danger it is; an intent would have decided that already.
    """
    samples: dict[str, list[str]] = {}
    softer: list[str] = []
    for category, meanings in dangers().items():
        own = samples[DANGER_INTENTS[category]] = []
        for text in sorted({text for texts in meanings.values() for text in texts}):
            heard = ears.hear(normalise(text))
            hard = heard is not None and (heard.category, heard.tier) == (category, "hard")
            (own if hard else softer).append(text)
    return samples, softer


def same(text: str) -> tuple[str, ...]:
    """What two texts share that Alexa would take for one: "i am" is "I'm"."""
    return normalise(text).full
