"""Problems of safety that need people: numbers, danger turns, review marks."""

from dialogs.problems import Kind
from dialogs.vocabulary import OWN_LINES

_HEAD = "tree: example\nabout: An example.\ntopic: why\nstart: hello\nnodes:\n"
_NUMBER = """\
region: us
numbers:
  emergency:
    spoken: "911"
    service: Emergency services
    source: 911.gov
    source_read_on: 2026-11-22
    dialled_on: 2026-11-22
  lifeline:
    spoken: "988"
    service: 988 Suicide and Crisis Lifeline
    source: 988lifeline.org
"""
_CLINICAL = "  hello: {clinical: true, reviewed_by: Ada Reader, "

KINDS: tuple[Kind, ...] = (
    Kind(
        "T070",
        "a number without its record",
        "number '{key}' has {found} under '{field}'",
        "write the service, the source, and the days as YYYY-MM-DD; 'dialled_on: never' is honest.",
        "A number that has moved can cost a life. Each carries where it was read and when.",
        _NUMBER + "    source_read_on: last week\n    dialled_on: never\n",
        "numbers/us.yaml",
    ),
    Kind(
        "T071",
        "a number that nobody dialled",
        "nobody has dialled '{key}' ({spoken})",
        "dial it, hear who answers, and write the day under 'dialled_on'. Only a person does that.",
        "Before a release a person dials every number.",
        _NUMBER + "    source_read_on: 2026-11-22\n    dialled_on: never\n",
        "numbers/us.yaml",
        release=True,
    ),
    Kind(
        "T072",
        "a number that is stale",
        "'{field}' of number '{key}' is {days} days old; the most is 180",
        "read the source again, dial the number again, and write the day. Only a person does that.",
        "Help lines change their numbers and close.",
        _NUMBER + "    source_read_on: 2026-11-22\n    dialled_on: 2026-01-02\n",
        "numbers/us.yaml",
        release=True,
    ),
    Kind(
        "T073",
        "danger without a number",
        "{what} in '{tree}' holds no number",
        "put the {{key}} of a telephone number into the sentence.",
        "The first prompt of a danger tree, every silence in it, its 'stop' and its 'closing' may "
        "each be the last thing that is heard.",
        'tree: danger/abuse\nabout: An example.\ndanger: abuse\nstop: "Call {emergency}."\n'
        "closing: I will be quiet now.\nstart: number\nnodes:\n  number: {clinical: true, "
        'reviewed_by: none, say: "Call {emergency} now.", go: back}\n'
        "  back: {clinical: true, reviewed_by: none, effect: safe_again, go: return}\n",
        "trees/danger/abuse.yaml",
    ),
    Kind(
        "T074",
        "a missing tree",
        "there is no tree '{name}'",
        "add the file trees/{name}.yaml with {key}.",
        "Every danger that is listened for has a tree that answers it, and the front door and the "
        "help lines always exist.",
        "tree: danger/abuse\nabout: An example.\ntopic: why\nstart: hello\nnodes:\n"
        "  hello: {say: Hello., go: end}\n",
        "trees/danger/abuse.yaml",
    ),
    Kind(
        "T075",
        "the engine lacks a line",
        "the engine's own line '{key}' is missing",
        "add '{key}:' under 'lines:' of trees/system.yaml.",
        "The engine says it by itself, at a moment when there is nothing else to say.",
        "lines:\n" + "".join(f"  {key}: Okay.\n" for key in OWN_LINES[:-1]),
        "trees/system.yaml",
    ),
    Kind(
        "T076",
        "a way out of danger",
        "node '{node}' of '{tree}' leaves by '{to}', past the second check",
        "lead to the calm check, and from there to a node with 'effect: safe_again'.",
        "An alarm ends in one way only: two calm checks. Anything else would drop it on one word.",
        'tree: danger/abuse\nabout: An example.\ndanger: abuse\nstop: "Call {emergency}."\n'
        'closing: "Call {emergency}."\nstart: number\nnodes:\n  number: {clinical: true, '
        'reviewed_by: none, say: "Call {emergency} now.", go: back}\n'
        "  back: {clinical: true, reviewed_by: none, effect: safe_again, go: other}\n"
        '  other: {clinical: true, reviewed_by: none, say: "{emergency}.", go: end}\n',
        "trees/danger/abuse.yaml",
    ),
    Kind(
        "T077",
        "no way back from danger",
        "'{tree}' has no node with 'effect: safe_again'",
        "add one behind the second calm check.",
        "Without it a person who is safe again stays in the help script for good.",
        'tree: danger/abuse\nabout: An example.\ndanger: abuse\nstop: "Call {emergency}."\n'
        'closing: "Call {emergency}."\nstart: number\nnodes:\n  number: {clinical: true, '
        'reviewed_by: none, say: "Call {emergency} now.", go: danger/suicide/}\n',
        "trees/danger/abuse.yaml",
    ),
    Kind(
        "T080",
        "not marked as clinical",
        "node '{slug}' of '{tree}' is not marked 'clinical: true'",
        "add 'clinical: true' and 'reviewed_by: none' to it.",
        "All of the danger trees and of the first hours is read by a clinician before a release, "
        "the routing too.",
        'tree: danger/abuse\nabout: An example.\ndanger: abuse\nstop: "Call {emergency}."\n'
        'closing: "Call {emergency}."\nstart: number\nnodes:\n'
        '  number: {say: "Call {emergency} now.", go: back}\n'
        "  back: {clinical: true, reviewed_by: none, effect: safe_again, go: return}\n",
        "trees/danger/abuse.yaml",
    ),
    Kind(
        "T081",
        "clinical without a mark",
        "clinical node '{slug}' does not say who reviewed it",
        "add 'reviewed_by: none'. A person's name is written by that person, with 'steady review'.",
        "`none` is a valid mark, and an honest one.",
        _HEAD + "  hello: {clinical: true, say: Hello., go: end}\n",
    ),
    Kind(
        "T082",
        "not reviewed",
        "clinical node '{slug}' has been reviewed by nobody",
        "let a clinician read it with 'steady review'. No program writes such a mark.",
        "Before a release a person has read every clinical text.",
        _HEAD + "  hello: {clinical: true, reviewed_by: none, say: Hello., go: end}\n",
        release=True,
    ),
    Kind(
        "T083",
        "review is stale",
        "node '{slug}' has changed since {by} reviewed it",
        "let it be read again with 'steady review'.",
        "The mark holds for the words that were read, and where they led.",
        _HEAD + _CLINICAL + "reviewed_on: 2026-11-22, reviewed_hash: 0123456789ab, "
        "say: Hello., go: end}\n",
        release=True,
    ),
)
