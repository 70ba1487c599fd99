"""Problems of the conversation: questions that owe something, and ways that lead nowhere."""

from dialogs.problems import Kind

_HEAD = "tree: example\nabout: An example.\ntopic: why\nstart: hello\nnodes:\n"
_SAID = """\
    say: Did you sleep?
    shorter: Any sleep?
    slower: Think of last night. Did you sleep?
"""
_HELP = "    help: I ask because rest helps. Did you sleep?\n"
_SILENCE = "    silence: I'm here. Did you sleep?\n"
_ASK = "    no_match: [You can say yes or no. Did you sleep?]\n    ask: yes_no\n"
_END = "    answers: {else: end}\n    otherwise: end\n"
_LONG = (
    "Sleep and food can help you on a day like this, and so can a long slow walk. "
    "Drink some water, and then lie down where it is warm."
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "T023",
        "unknown variable",
        "nothing ever sets '{name}', which a condition asks for",
        "{maybe}use the 'save' name of a question, or add it to a 'set:'.",
        "Such a condition never holds, and what stands behind it is never said.",
        _HEAD + "  hello: {say: Hello., go: [{if: slept_wel is yes, to: end}, {to: end}]}\n",
    ),
    Kind(
        "T024",
        "unknown value",
        "'{name}' is never '{value}', which a condition asks for",
        "{maybe}use one of {known}.",
        "A misspelt substance would let a warning be passed by.",
        _HEAD + "  hello: {say: Hello., go: [{if: substances has benzoo, to: end}, {to: end}]}\n",
    ),
    Kind(
        "T030",
        "a question that owes a line",
        "question '{slug}' has no '{slot}'",
        "add '{slot}:', {what}.",
        "Whoever is silent, lost or slow gets a line written for this question. The engine has "
        "lines for all of them, but they cannot repeat the question.",
        _HEAD + "  hello:\n" + _SAID + _HELP + _ASK + _END,
    ),
    Kind(
        "T031",
        "help without the question",
        "the help of question '{slug}' does not end with a question",
        "end it with the question, so that the person knows what to answer.",
        "After help the person is still asked.",
        _HEAD
        + "  hello:\n"
        + _SAID
        + "    help: I ask because rest helps.\n"
        + _SILENCE
        + _ASK
        + _END,
    ),
    Kind(
        "T032",
        "unreachable node",
        "no way leads to node '{slug}'",
        "let an answer or a 'go:' lead to it, or remove it.",
        "It was written to be said, and never is.",
        _HEAD + "  hello: {say: Hello., go: end}\n  tea: {say: Make some tea., go: end}\n",
    ),
    Kind(
        "T033",
        "unreachable tree",
        "no way leads into the tree '{tree}'",
        "give it a 'topic:', or let another tree 'call' it or go to it.",
        "It was written to be said, and never is.",
        _HEAD.replace("topic: why\n", "") + "  hello: {say: Hello., go: end}\n",
    ),
    Kind(
        "T034",
        "circle without a question",
        "the walk can go round from node '{slug}': {ring}",
        "let a question on that way have 'again: true', or lead out of the circle.",
        "A question whose answer is known is passed by, so only one that asks again stops the "
        "walk. The engine gives up after 100 nodes with a calm sentence, but should never need to.",
        _HEAD + "  hello: {say: Hello., go: tea}\n  tea: {say: Make some tea., go: hello}\n",
    ),
    Kind(
        "T035",
        "talking too long",
        "after an answer at '{slug}' up to {seconds} seconds are spoken before the next question",
        "ask something on the way, or cut. A minute is the most.",
        "Help is one turn away only where turns are short.",
        _HEAD
        + "  hello:\n"
        + _SAID
        + _HELP
        + _SILENCE
        + _ASK
        + "    answers: {else: one}\n    otherwise: end\n"
        + "".join(
            f"  {way.split()[0]}: {{say: '{_LONG}', go: {way.split()[1]}}}\n"
            for way in ("one two", "two three", "three four", "four five", "five six", "six end")
        ),
    ),
    Kind(
        "T036",
        "too many steps",
        "from node '{slug}' more than {most} nodes follow without a question",
        "ask something on the way, or join nodes.",
        "More than 40 is a maze to its author; the engine stops a turn after 100.",
        _HEAD.replace("start: hello", "start: n1")
        + "".join(f"  n{i}: {{go: n{i + 1}}}\n" for i in range(1, 41))
        + "  n41: {say: Hello., go: end}\n",
    ),
    Kind(
        "T037",
        "answers that collide",
        "'{said}' means both '{choice}' and '{other}' in the set '{set}'",
        "take the phrase out of one of them.",
        "What a person says must mean one thing.",
        "tea_or_milk:\n  tea: [tea, '(hot|warm) one']\n  milk: [milk, warm one]\n",
        "lexicon/choices.yaml",
    ),
    Kind(
        "T038",
        "an answer that sounds like help",
        "'{said}' for '{choice}' in the set '{set}' is heard as {heard}",
        "use other words for the answer, or let the listener that hears it so learn better.",
        "Danger, stop and help are listened for before any answer, and `people` must be within "
        "reach at every question: no answer may take their words.",
        "tea_or_milk:\n  tea: [tea]\n  milk: [milk, help me]\n",
        "lexicon/choices.yaml",
    ),
    Kind(
        "T039",
        "a no-match without a hint",
        "the first 'no_match' of question '{slug}' does not tell what can be said",
        "begin it with 'You can say ...' and the likeliest answers.",
        "Whoever was not understood once should know at once which words will be.",
        _HEAD
        + "  hello:\n"
        + _SAID
        + _HELP
        + _SILENCE
        + "    no_match: [I missed that. Did you sleep?]\n    ask: yes_no\n"
        + _END,
    ),
)
