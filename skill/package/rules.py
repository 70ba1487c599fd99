"""What Amazon refuses, or what would go wrong with real people, that no schema of Amazon's checks.

Each rule stands here once: its code, what it says, how to mend it, and a bad
example, which is also its test. A code is never used again for anything else.
Where the rules come from: docs/alexa.md.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

Change = tuple[str, str, Any]
"""A file (`model`, `manifest`, `small`), a dotted path in it (`+` adds), and what to put there."""

_LANGUAGE = "interactionModel.languageModel"
_PUBLISHING = "manifest.publishingInformation"
_LOCALE = f"{_PUBLISHING}.locales.en-US"
_PRIVACY = "manifest.privacyAndCompliance"


class Rule(NamedTuple):
    """One thing that can be wrong with a skill package."""

    code: str
    message: str
    """With `{placeholders}` that the check fills."""
    mend: str
    bad: tuple[Change, ...]
    """What to change in a good package, so that it has this problem."""


def _say(text: str) -> Change:
    return ("model", f"{_LANGUAGE}.intents.+", {"name": "OwnIntent", "samples": [text]})


def _slot(sample: str, kind: str, *, declared: bool = True) -> Change:
    slots = [{"name": "word", "type": kind}] if declared else []
    intent = {"name": "OwnIntent", "slots": slots, "samples": [sample]}
    return ("model", f"{_LANGUAGE}.intents.+", intent)


def _value(text: str, **more: str) -> Change:
    return ("model", f"{_LANGUAGE}.types.0.values.+", {"name": {"value": text}, **more})


_RULES = (
    Rule(
        "K001",
        "the invocation name {name!r} is not two or more words in lower-case letters",
        "spell numbers out, leave signs away, and use at least two words.",
        (("model", f"{_LANGUAGE}.invocationName", "steady 2"),),
    ),
    Rule(
        "K002",
        "the invocation name {name!r} holds {word!r}, which Alexa needs for itself",
        "choose words that do not launch, join or wake anything, nor say what kind of thing it is.",
        (("model", f"{_LANGUAGE}.invocationName", "open steady ground"),),
    ),
    Rule(
        "K003",
        "the invocation name {name!r} is one word with {word!r}",
        "use two words that carry meaning.",
        (("model", f"{_LANGUAGE}.invocationName", "the ground"),),
    ),
    Rule(
        "K010",
        "{text!r} holds {sign!r}, which Alexa does not take",
        "letters, spaces, apostrophes, hyphens, periods of abbreviations; numbers spelled out.",
        (_say("i used 2 pills"),),
    ),
    Rule(
        "K011",
        "{text!r} holds the wake word {word!r}",
        "leave the wake word out: Alexa takes it away before the skill hears anything.",
        (_say("hey alexa i slipped"),),
    ),
    Rule(
        "K012",
        "{text!r} is {length} characters long; {most} are taken",
        "say it shorter.",
        (_value("really " * 20 + "tired"),),
    ),
    Rule(
        "K013",
        "intent {intent!r} uses {{{slot}}} in {text!r} and does not declare it",
        "declare the slot, or take it out of the sample.",
        (_slot("i took {word}", "AnythingSaid", declared=False),),
    ),
    Rule(
        "K014",
        "slot {slot!r} of intent {intent!r} is of type {kind!r}, which is nowhere declared",
        "declare the type under `types`, or use one of Amazon's.",
        (_slot("i took {word}", "Substance"),),
    ),
    Rule(
        "K015",
        "the sample {text!r} of intent {intent!r} is nothing but an AMAZON.SearchQuery",
        "use a custom slot type with many different values; Amazon does not build this.",
        (_slot("{word}", "AMAZON.SearchQuery"),),
    ),
    Rule(
        "K016",
        "the sample {text!r} of intent {intent!r} has another slot beside an AMAZON.SearchQuery",
        "one of them has to go.",
        (
            (
                "model",
                f"{_LANGUAGE}.intents.+",
                {
                    "name": "OwnIntent",
                    "slots": [
                        {"name": "word", "type": "AMAZON.SearchQuery"},
                        {"name": "when", "type": "AMAZON.DATE"},
                    ],
                    "samples": ["i took {word} on {when}"],
                },
            ),
        ),
    ),
    Rule(
        "K017",
        "intent {intent!r} has no samples, so nobody can reach it",
        "give it samples, or take it out.",
        (("model", f"{_LANGUAGE}.intents.+", {"name": "OwnIntent", "samples": []}),),
    ),
    Rule(
        "K018",
        "{intent!r} is no name for an intent",
        "letters and underscores only; the AMAZON. ones as Amazon writes them; each name once.",
        (("model", f"{_LANGUAGE}.intents.+", {"name": "Own2", "samples": ["so it was"]}),),
    ),
    Rule(
        "K020",
        "the built-in intent {intent!r} is missing",
        "add it without samples: people say its words in every skill, and Amazon tries them.",
        (("model", f"{_LANGUAGE}.intents.1.name", "AMAZON.ScrollUpIntent"),),
    ),
    Rule(
        "K021",
        "{text!r} is a sample of {intent!r} and of {other!r}",
        "leave it in one of them; Alexa picks either.",
        (_say("i want to die"),),
    ),
    Rule(
        "K022",
        "{text!r}, a value of {kind!r}, is a sample of {intent!r}",
        "take it out of the values, so that the danger is heard as one.",
        (_value("I want to die"),),
    ),
    Rule(
        "K023",
        "{text!r}, a value of {kind!r}, belongs to {intent!r}",
        "take it out of the values: Alexa sends the built-in intent for it.",
        (_value("Stop"),),
    ),
    Rule(
        "K024",
        "no sample is a slot alone, so that nothing said in own words arrives",
        "give SayIntent its bare `{{utterance}}`, of a custom type with many different values.",
        (("model", f"{_LANGUAGE}.intents.19.samples", ["i say {utterance}"]),),
    ),
    Rule(
        "K025",
        "the danger intent {intent!r} is missing",
        "make the package again: danger has to arrive even where the slot does not.",
        (("model", f"{_LANGUAGE}.intents.13.name", "AMAZON.ScrollUpIntent"),),
    ),
    Rule(
        "K030",
        "there are {count} {what}; {most} are taken",
        "leave some out.",
        (
            (
                "model",
                f"{_LANGUAGE}.intents",
                [{"name": f"Own{'x' * n}Intent", "samples": []} for n in range(251)],
            ),
        ),
    ),
    Rule(
        "K031",
        "type {kind!r} has the value {text!r} twice",
        "leave one.",
        (_value("It Wore Off"), _value("it wore off")),
    ),
    Rule(
        "K032",
        "type {kind!r} has two values with the id {text!r}",
        "ids name a value: give each its own, or none.",
        (_value("a quiet word", id="same"), _value("another quiet word", id="same")),
    ),
    Rule(
        "K033",
        "type {kind!r} catches everything said, and has {count} values, of {short} to {long} words",
        "give it 30 or more, of one word to eight: Alexa sends as many words as it has seen.",
        (("model", f"{_LANGUAGE}.types.0.values", [{"name": {"value": "it hurts"}}]),),
    ),
    Rule(
        "K040",
        "{what} is {length} characters long; {most} are taken",
        "say it shorter.",
        (("manifest", f"{_LOCALE}.summary", "Help for the hours after a slip. " * 6),),
    ),
    Rule(
        "K041",
        "there are {count} example phrases, and Amazon asks for three",
        "give three; the first opens the skill.",
        (("manifest", f"{_LOCALE}.examplePhrases", ["Alexa, open steady ground"]),),
    ),
    Rule(
        "K042",
        "the example phrase {text!r} does not work: {why}",
        'write "Alexa, open NAME", or "Alexa, tell NAME" with words that the model knows.',
        (("manifest", f"{_LOCALE}.examplePhrases.2", "Alexa, ask steady ground for a miracle"),),
    ),
    Rule(
        "K043",
        "{what} claims {text!r}",
        "say what it does, and not what it does to anyone's health: nothing of that is shown.",
        (("manifest", f"{_LOCALE}.summary", "A proven way to cure addiction."),),
    ),
    Rule(
        "K044",
        "the description does not say {text!r}",
        "a skill about health says what it is not, and whom to call.",
        (("manifest", f"{_LOCALE}.description", "A companion. Call 911. It is not treatment."),),
    ),
    Rule(
        "K050",
        "the endpoint {text!r} cannot be reached by Amazon: {why}",
        "give --endpoint https://HOST/alexa, a public name with a certificate, on port 443.",
        (("manifest", "manifest.apis.custom.endpoint.uri", "https://localhost/alexa"),),
    ),
    Rule(
        "K051",
        "the privacy policy {text!r} cannot be opened by people: {why}",
        "host docs/privacy.md and give --privacy-url https://HOST/privacy.",
        (("manifest", f"{_PRIVACY}.locales.en-US.privacyPolicyUrl", "privacy.html"),),
    ),
    Rule(
        "K052",
        "{flag} is {value!r}; what the skill does makes it {right!r}",
        "set it so; decision 9 says why.",
        (("manifest", f"{_PRIVACY}.isChildDirected", True),),
    ),
    Rule(
        "K053",
        "the locale {locale!r} has texts and no model, or a model and no texts",
        "each locale needs both.",
        (("manifest", f"{_PUBLISHING}.locales.en-GB", {"name": "Steady Ground"}),),
    ),
    Rule(
        "K054",
        "the {size} icon {why}",
        "it is a PNG of {pixels} by {pixels} pixels, named in skill.json by file://assets/images/...",
        (("small", "", b"\x89PNG\r\n\x1a\n"),),
    ),
    Rule(
        "K060",
        "{why}",
        "run `steady alexa package --out DIR` again, and lint that DIR.",
        (("manifest", "manifest", []),),
    ),
)

RULES: Mapping[str, Rule] = {rule.code: rule for rule in _RULES}
