"""Intents that bring no words, and what the person has said by them.

Alexa gives an intent's name, and words only where the intent has a slot. The
model (`skill/package/`) is made from these tables, and `to_event.py` reads them.
"""

from collections.abc import Mapping

SAY = "SayIntent"
UTTERANCE = "utterance"
"""The catch-all: its slot carries whatever was said."""

FALLBACK = "AMAZON.FallbackIntent"

DANGER: Mapping[str, str] = {
    "DangerSuicideIntent": "i want to kill myself",
    "DangerOverdoseIntent": "someone is overdosing",
    "DangerUsingAloneIntent": "i am using alone right now",
    "DangerWithdrawalIntent": "i am having a seizure",
    "DangerHarmIntent": "i am going to hurt someone",
    "DangerAbuseIntent": "someone is hurting me",
}
"""One intent for each kind of danger; each of these lines is a HARD alarm at every question."""

BUILT_IN: Mapping[str, str] = {
    "AMAZON.YesIntent": "yes",
    "AMAZON.NoIntent": "no",
    "AMAZON.HelpIntent": "help",
    "AMAZON.StopIntent": "stop",
    "AMAZON.CancelIntent": "stop",
    "AMAZON.NavigateHomeIntent": "stop",
    "AMAZON.RepeatIntent": "repeat",
    "AMAZON.StartOverIntent": "start over",
    "AMAZON.PauseIntent": "pause",
    "AMAZON.ResumeIntent": "continue",
    "AMAZON.NextIntent": "next",
    "AMAZON.PreviousIntent": "go back",
}

COMMANDS: Mapping[str, str] = {
    "SkipIntent": "skip",
    "SlowerIntent": "slower",
    "ShorterIntent": "shorter",
    "StrikeIntent": "strike that",
    "NumbersIntent": "numbers",
    "WhatYouKnowIntent": "what do you know about me",
    "DontKeepIntent": "don't keep today",
    "ForgetEverythingIntent": "forget everything",
    "CoverIntent": "give me the pancake recipe",
    "UncoverIntent": "the coast is clear",
}
"""The engine's commands that Alexa has no intent for."""

WORDS: Mapping[str, str] = {**BUILT_IN, **COMMANDS, **DANGER}
"""What stands for the words where an intent brings none. An intent that is not here is unheard."""
