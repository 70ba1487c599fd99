"""Problems of what is said: too much at once, or words that hurt."""

from dialogs.problems import Kind

_HEAD = "tree: example\nabout: An example.\ntopic: why\nstart: hello\nnodes:\n  hello:\n    say: "
_GO = "\n    go: end\n"

KINDS: tuple[Kind, ...] = (
    Kind(
        "T050",
        "too many sentences",
        "'{id}' has {count} sentences; a listener keeps {most}",
        "cut it, or let a second node say the rest.",
        "Nobody can look back in speech. Danger scripts and `people`, and the `slower` lines with "
        "their pauses, may have more.",
        _HEAD + "Sit down. Drink some water. Breathe out." + _GO,
    ),
    Kind(
        "T051",
        "too many words",
        "'{id}' has {count} words; the most is {most}",
        "cut it, or let a second node say the rest. A telephone number counts as one word.",
        "After thirty words the first ones are gone.",
        _HEAD
        + "Sit down for a bit and drink some water, as much as you like. Then look for a room that "
        "is warm and dark, where you can lie down for an hour or two." + _GO,
    ),
    Kind(
        "T052",
        "too long to listen to",
        "'{id}' takes about {seconds} seconds to say; the most is {most}",
        "cut it, or let a second node say the rest.",
        "Counted at 150 words a minute, and each digit of a number as a word. Danger scripts and "
        "`people` may take 25 seconds, for a number said twice.",
        _HEAD
        + '"For help with pills, call the line at {samhsa}. Once more and slowly for you, it is '
        '{samhsa}."' + _GO,
    ),
    Kind(
        "T053",
        "more than one question",
        "'{id}' asks {count} questions at once",
        "ask one, and let the next node ask the other.",
        "An answer to two questions fits neither.",
        _HEAD + "Are you at home? Is it warm there?" + _GO,
    ),
    Kind(
        "T054",
        "too many options",
        "'{id}' reads out {count} options: {options}; the most is {most}",
        "offer the likeliest, with 'something else' leading to the rest.",
        "People keep the first and the last of a list they hear. A direct answer jumps to its "
        "place all the same.",
        _HEAD + "You can say stress, pain, sleep, or people." + _GO,
    ),
    Kind(
        "T055",
        "hard to follow",
        "'{id}' reads at school grade {grade}; the highest is 5",
        "use shorter words, or make two sentences of one.",
        "Flesch-Kincaid, on lines of twelve words and more. Fifth grade is what telephone programs "
        "for recovery ask for, and less is left late at night.",
        _HEAD + "Consider communicating immediately with a professional about your situation and "
        "possible alternatives." + _GO,
    ),
    Kind(
        "T056",
        "a word of shame",
        "'{said}' is never said here. {why}",
        "say what happened, without a judgment of the person.",
        "The words are in lexicon/never_say.yaml under `shame`. They are looked for in every line, "
        "also in what is said after an error.",
        _HEAD + "You were clean for a while." + _GO,
    ),
    Kind(
        "T057",
        "a thing never said",
        "'{said}' is never said here. {why}",
        "take it out. If the sentence is harmless, refine the rule in lexicon/never_say.yaml.",
        "The words are in lexicon/never_say.yaml under `never`: claims to call or to watch, "
        "verdicts on safety, doses, promises, methods.",
        _HEAD + "Help is on the way." + _GO,
    ),
    Kind(
        "T058",
        "a leading question",
        "'{said}' asks for a no. {why}",
        "ask it openly: 'Are you thinking of ...?'",
        "The words are in lexicon/never_say.yaml under `leading`.",
        _HEAD + "You're not thinking of hurting yourself, are you?" + _GO,
    ),
    Kind(
        "T059",
        "a number in the text",
        "'{digits}' looks like a telephone number",
        "put it into numbers/us.yaml with its source, and write its {{key}} here.",
        "Numbers change. They live in one file, dated, and a person dials each before a release.",
        _HEAD + "You can call 555-010-0199 now." + _GO,
    ),
    Kind(
        "T060",
        "two services in one prompt",
        "'{id}' holds {numbers}; a prompt holds one service",
        "keep the one that fits here, and give the other in the next node.",
        "Two numbers in one breath are none that can be dialled.",
        _HEAD + '"Call {lifeline}, or call {poison}."' + _GO,
    ),
)
