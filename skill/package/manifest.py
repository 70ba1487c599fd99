"""skill.json: what the skill is, whom it is for, where it runs, what it does with what it hears."""

from dataclasses import dataclass
from typing import Any

from skill.package.model import INVOCATION

LOCALE = "en-US"

ICONS = {size: f"assets/images/{LOCALE}_{size}Icon.png" for size in ("small", "large")}

PLACEHOLDER_ENDPOINT = "https://steady-ground.example/alexa"
PLACEHOLDER_PRIVACY = "https://steady-ground.example/privacy"

CERTIFICATES = {"trusted": "Trusted", "wildcard": "Wildcard", "self-signed": "SelfSigned"}

NAME = "Steady Ground"

SUMMARY = (
    "A machine to talk to in the hours after a slip in recovery, one step at a time. "
    "Not treatment, and not an emergency service."
)

DESCRIPTION = """\
Steady Ground is a voice companion for the hours after a slip in addiction recovery.

It asks, one thing at a time, whether you are safe, what happened and how long ago. Then it goes \
with you through the first hours: the body, one person to tell, sleep, food, air, one next step. \
Later it asks what came before the slip, so that you can see what repeats.

It is a machine. It is not medical advice, not treatment, not a diagnosis and not an emergency \
service, and no substitute for care from people. It hears some danger, not all of it. It cannot \
call anyone for you: an Echo cannot dial emergency numbers. In the US, call 911 when somebody may \
die, and call or text 988 in a crisis.

What you tell it is about your health. Amazon hears and keeps what is said to any skill, as set in \
your Alexa app. The skill itself keeps nothing until it has asked and you have said yes; then it \
keeps choices and times, without your name. Say "what do you know \
about me" to hear what is kept, and "forget everything" to delete it. Disabling the skill deletes \
it too.

To begin, say "Alexa, open steady ground". Say at any moment: help, repeat, slower, skip, back, \
numbers, stop. It is made for adults in the United States, and its numbers are those of \
the US.
"""

KEYWORDS = (
    "recovery", "slip", "relapse", "sobriety", "craving", "urge", "kratom", "opioids",
    "stimulants", "alcohol", "trigger", "check in", "support",
)  # fmt: skip

ASKED = ("I slipped last night", "the numbers")
"""Said in the example phrases; both are among the words that the model knows."""

EXAMPLES = (
    f"Alexa, open {INVOCATION}",
    f"Alexa, tell {INVOCATION} {ASKED[0]}",
    f"Alexa, ask {INVOCATION} for {ASKED[1]}",
)

TESTING = """\
No account, device or hardware is needed. Say "open steady ground". It says what it is, and asks \
whether you are safe right now. Answer in your own words or with yes and no. "help" offers help in \
danger first, then says what can be said and asks the question again; "stop" and "cancel" end. \
"numbers" gives the help lines. Saying that you want to die, that somebody does not wake up, or \
that you are using alone gives the number of a help line at once. Nothing is stored unless you say \
yes when it asks "Shall I keep your answers"; "forget everything" deletes what was stored."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Who hosts the skill: the addresses that only they know."""

    endpoint: str = PLACEHOLDER_ENDPOINT
    privacy_url: str = PLACEHOLDER_PRIVACY
    certificate: str = "trusted"
    """`trusted`, `wildcard` or `self-signed`: the kind that the endpoint shows."""


def skill_manifest(operator: Operator) -> dict[str, Any]:
    """skill.json as Amazon reads it."""
    endpoint = {
        "uri": operator.endpoint,
        "sslCertificateType": CERTIFICATES[operator.certificate],
    }
    publishing = {
        "locales": {
            LOCALE: {
                "name": NAME,
                "summary": SUMMARY,
                "description": DESCRIPTION,
                "examplePhrases": list(EXAMPLES),
                "keywords": list(KEYWORDS),
                "smallIconUri": f"file://{ICONS['small']}",
                "largeIconUri": f"file://{ICONS['large']}",
            }
        },
        "category": "HEALTH_AND_FITNESS",
        # The numbers that it speaks are those of one country.
        "isAvailableWorldwide": False,
        "distributionCountries": ["US"],
        "distributionMode": "PUBLIC",
        "testingInstructions": TESTING,
    }
    privacy = {
        "allowsPurchases": False,
        "containsAds": False,
        "isChildDirected": False,
        "isExportCompliant": True,
        "usesPersonalInfo": True,
        # Amazon defines this one narrowly (decision 9); the description says the rest in words.
        "usesHealthInfo": False,
        "locales": {LOCALE: {"privacyPolicyUrl": operator.privacy_url}},
    }
    return {
        "manifest": {
            "manifestVersion": "1.0",
            "publishingInformation": publishing,
            "privacyAndCompliance": privacy,
            "apis": {"custom": {"endpoint": endpoint}},
            # Amazon tells when a person disables the skill: then all that was kept goes.
            "events": {
                "endpoint": endpoint,
                "subscriptions": [{"eventName": "SKILL_DISABLED"}],
            },
        }
    }
