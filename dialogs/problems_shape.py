"""Problems of form: what the loader cannot turn into a conversation."""

from dialogs.problems import Kind

_HEAD = "tree: example\nabout: An example.\ntopic: why\nstart: hello\nnodes:\n"
_QUESTION = """\
  hello:
    say: Did you sleep?
    shorter: Any sleep?
    slower: Think of last night. Did you sleep?
    help: I ask because rest helps. Did you sleep?
    silence: I'm here. Did you sleep?
    no_match: [You can say yes or no. Did you sleep?]
    ask: yes_no
"""

KINDS = (
    Kind(
        "T001",
        "not YAML",
        "this cannot be read: {what}",
        "look at the line above as well. A text with ': ' or '#' in it needs quotes.",
        "A file is UTF-8 text in YAML, with keys and values at its top. Anchors, aliases and a "
        "second document in one file are not used, since they hide what is said where.",
        "tree: example\nabout: An example: with a colon too many.\n",
    ),
    Kind(
        "T002",
        "duplicate key",
        "the key '{key}' is written twice; only the first one would count",
        "remove one of the two, or give it another name.",
        "YAML drops one of two equal keys without a word, and a sentence would be lost.",
        _HEAD + "  hello: {say: Hello., say: Good evening., go: end}\n",
    ),
    Kind(
        "T003",
        "unknown target",
        "{who} goes to '{target}', which is not a node",
        "{maybe}add a node '{slug}' under 'nodes:' of the tree '{tree}'.",
        "A target is a node of the same tree, `tree/node`, `tree/` for a tree's start, or one of "
        "`return`, `end`, `repeat`, `park`.",
        _HEAD + "  hello: {say: Hello., go: helo}\n",
    ),
    Kind(
        "T004",
        "unknown key",
        "{what} has a key '{key}', which means nothing",
        "{maybe}remove it, or quote the text whose comma began a new key. Known here: {allowed}.",
        "A key that is spelt wrongly would be passed over, and its sentence never spoken.",
        _HEAD + "  hello: {say: Hello., goto: end, go: end}\n",
    ),
    Kind(
        "T005",
        "missing key",
        "{what} has no '{key}'",
        "add '{key}:'.",
        "Without it nobody knows where the conversation begins, or what is meant.",
        "tree: example\ntopic: why\nstart: hello\nnodes:\n  hello: {say: Hello., go: end}\n",
    ),
    Kind(
        "T006",
        "another kind of value",
        "'{key}' should hold {expected}, and holds {found}",
        "write {expected}. A text that begins with '{{' or '[' needs quotes.",
        "`say: {lifeline}` without quotes is a mapping in YAML, not a text.",
        _HEAD + "  hello: {say: {lifeline}, go: end}\n",
    ),
    Kind(
        "T007",
        "not a slug",
        "'{slug}' cannot be the name of a {what}",
        "use small letters, digits and _, beginning with a letter; return, end, repeat and park "
        "are taken.",
        "Names are written into parked conversations and into the log, so they stay simple.",
        _HEAD.replace("hello", "Hello") + "  Hello: {say: Hello., go: end}\n",
    ),
    Kind(
        "T008",
        "unknown kind of question",
        "'{ask}' is neither a kind of question nor a choice set",
        "{maybe}add the set '{ask}' to lexicon/choices.yaml.",
        "`ask` says how the answer is understood.",
        _HEAD
        + _QUESTION.replace("ask: yes_no", "ask: yes_now")
        + "    answers: {else: end}\n    otherwise: end\n",
    ),
    Kind(
        "T009",
        "not a choice",
        "'{choice}' is not an answer to '{ask}'",
        "{maybe}use one of {choices}.",
        "An answer that can never be recognised leads nowhere.",
        _HEAD + _QUESTION + "    answers: {yep: end, else: end}\n    otherwise: end\n",
    ),
    Kind(
        "T010",
        "condition",
        "the condition '{condition}' cannot be read: {what}",
        "conditions are NAME is VALUE, NAME has VALUE, NAME has any V1 V2, NAME known, joined by "
        "and, or, not and parentheses.",
        "See the chapter on conditions in the authors' guide.",
        _HEAD + "  hello: {say: Hello., go: [{if: when was known, to: end}, {to: end}]}\n",
    ),
    Kind(
        "T011",
        "unknown placeholder",
        "nothing is known to put in for '{placeholder}'",
        "{maybe}use the key of a number in numbers/us.yaml, a fact of the log, or the name of a "
        "question with 'ask: words'.",
        "A placeholder that nothing fills would be a hole in the sentence, where a number belongs.",
        _HEAD + '  hello: {say: "You can call {lifelime} now.", go: end}\n',
    ),
    Kind(
        "T012",
        "unknown effect",
        "the engine has no effect '{effect}'",
        "{maybe}use one of {known}.",
        "Effects are what only the engine can do.",
        _HEAD + "  hello: {say: Good. I keep it., effect: keep_answer, go: end}\n",
    ),
    Kind(
        "T013",
        "claimed twice",
        "the {what} '{claim}' already leads to the tree '{other}'",
        "remove '{what}: {claim}' from '{tree}' or from '{other}'.",
        "A topic, and a danger, has exactly one tree.",
        _HEAD.replace("why", "slip") + "  hello: {say: Hello., go: end}\n",
    ),
    Kind(
        "T014",
        "no last resort",
        "the last entry of '{key}' has a condition, and nothing is left when it does not hold",
        "add an entry without 'if' at the end.",
        "There must always be something to say, and somewhere to go.",
        _HEAD + "  hello: {say: Hello., go: [{if: when is known, to: end}]}\n",
    ),
    Kind(
        "T015",
        "no 'otherwise'",
        "question '{slug}' has no 'otherwise'",
        "add 'otherwise:' with the node to go to when the person skips, or is not understood.",
        "Nobody is held at a question that they cannot or will not answer.",
        _HEAD + _QUESTION + "    answers: {else: end}\n",
    ),
    Kind(
        "T016",
        "dead end",
        "node '{slug}' leads nowhere",
        "add 'go:', or 'ask:' with 'answers:'. A talk that is over goes to 'end' or 'return'.",
        "A person must never be left without a next word.",
        _HEAD + "  hello: {say: Hello.}\n",
    ),
    Kind(
        "T017",
        "gap between windows",
        "no window of node '{slug}' covers the hours from {start} to {hours}",
        "let one window begin where the other ends, the first at 0, the last open ('72-').",
        "A person in the gap would be told nothing.",
        _HEAD
        + "  hello:\n    windows:\n      - {hours: 0-24, go: end, caution: 2}\n"
        + "      - {hours: 30-, go: end, caution: 1}\n",
    ),
    Kind(
        "T018",
        "windows overlap",
        "two windows of node '{slug}' cover the hours from {hours} on",
        "let one window begin where the other ends.",
        "Which of the two is meant cannot be told.",
        _HEAD
        + "  hello:\n    windows:\n      - {hours: 0-24, go: end, caution: 2}\n"
        + "      - {hours: 20-, go: end, caution: 1}\n",
    ),
    Kind(
        "T019",
        "value out of place",
        "'{key}' should be {expected}, not '{found}'",
        "{maybe}write {expected}.",
        "Numbers, yes-or-no keys and fixed lists take no other word.",
        _HEAD + "  hello: {say: Hello., go: end, clinical: truth}\n",
    ),
    Kind(
        "T020",
        "answer without a way",
        "question '{slug}' can be answered {missing}, and that leads nowhere",
        "add it to 'answers:', or add 'else:'.",
        "What is asked must be heard: every answer that the ears know needs a way, also 'unsure'.",
        _HEAD + _QUESTION + "    answers: {yes: end, no: end}\n    otherwise: end\n",
    ),
    Kind(
        "T021",
        "key without effect",
        "'{key}' does nothing in {kind} like '{slug}'",
        "remove it, or move it to a node of its own.",
        "A question asks, a statement speaks and goes on, a node of windows only routes.",
        _HEAD + "  hello: {say: Hello., silence: I'm here., go: end}\n",
    ),
    Kind(
        "T022",
        "unknown tree",
        "{who} goes to the tree '{tree}', which does not exist",
        "{maybe}add the file trees/{tree}.yaml.",
        "A target in another tree is `tree/node`, or `tree/` for its start; `call` takes the "
        "name alone.",
        _HEAD + "  hello: {say: Hello., call: poeple, go: end}\n",
    ),
    Kind(
        "T025",
        "name and file differ",
        "the tree calls itself '{found}', and its file says '{name}'",
        "write 'tree: {name}', or rename the file.",
        "Places are written `tree/node`, and one finds the file by them.",
        _HEAD.replace("tree: example", "tree: exampel") + "  hello: {say: Hello., go: end}\n",
    ),
    Kind(
        "T027",
        "translation of nothing",
        "there is no line '{id}' to translate",
        "{maybe}remove it. 'steady script' shows the ids of all lines.",
        "When a node is renamed, its translations must follow.",
        "front_door.helo.say: Hola.\n",
        "languages/es/front_door.yaml",
    ),
    Kind(
        "T028",
        "translation without its number",
        "the translation of '{id}' has lost {placeholder}",
        "put {placeholder} into the sentence.",
        "A help line must not get lost on the way into another language.",
        "people.first.say: Llame ahora.\n",
        "languages/es/people.yaml",
    ),
)
