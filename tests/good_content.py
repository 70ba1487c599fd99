"""A small folder of conversations without any problem, to put one bad file into."""

from pathlib import Path

from dialogs.vocabulary import DANGERS, OWN_LINES

_QUESTION = """\
    say: Are you safe right now?
    shorter: Are you safe?
    slower: Take your time. Are you safe?
    help: I ask so that I can help. Are you safe?
    silence: There is {lifeline} to call. Are you safe?
    no_match: [You can say yes or no. Are you safe?]
    ask: safe
    again: true
"""

_FRONT_DOOR = (
    "tree: front_door\nabout: The first minute.\nstart: hello\nnodes:\n  hello:\n"
    + _QUESTION
    + "    answers: {else: end}\n    otherwise: end\n"
)
_PEOPLE = (
    "tree: people\nabout: The help lines.\nstart: first\nnodes:\n"
    '  first: {say: "Call or text {lifeline}. Once more, {lifeline}.", go: return}\n'
)
_BEGIN = (
    "tree: begin\nabout: After a slip.\ntopic: slip\nstart: water\nnodes:\n"
    "  water: {say: Drink some water., go: return}\n"
)


def _danger(category: str) -> str:
    question = "".join(f"    {line.strip()}\n" for line in _QUESTION.splitlines())
    return (
        f"tree: danger/{category}\nabout: Help.\ndanger: {category}\n"
        'stop: "Call {emergency}."\nclosing: "Call {emergency}."\nstart: number\nnodes:\n'
        "  number:\n    clinical: true\n    reviewed_by: none\n"
        + question.replace("say: Are", 'say: "Call {emergency}. Are')
        .replace("now?\n", 'now?"\n', 1)
        .replace("[You can say yes or no. Are you safe?]", '["{emergency}. Yes or no?"]')
        + "    answers: {else: back}\n    otherwise: number\n"
        "  back: {clinical: true, reviewed_by: none, effect: safe_again, go: return}\n"
    )


def _number(key: str, spoken: str) -> str:
    return (
        f'  {key}:\n    spoken: "{spoken}"\n    service: A service\n    source: A page\n'
        "    source_read_on: 2026-11-20\n    dialled_on: 2026-11-21\n"
    )


FILES = {
    "trees/front_door.yaml": _FRONT_DOOR,
    "trees/people.yaml": _PEOPLE,
    "trees/begin.yaml": _BEGIN,
    "trees/system.yaml": "lines:\n" + "".join(f"  {key}: Okay.\n" for key in OWN_LINES),
    "numbers/us.yaml": "region: us\nnumbers:\n"
    + _number("emergency", "911")
    + _number("lifeline", "988")
    + _number("samhsa", "1-800-662-4357")
    + _number("poison", "1-800-222-1222"),
    "lexicon/choices.yaml": "tea_or_milk:\n  tea: [tea]\n  milk: [milk]\n",
    "languages/es/front_door.yaml": "front_door.hello.shorter: ¿Sin peligro?\n",
    **{f"trees/danger/{category}.yaml": _danger(category) for category in DANGERS},
}


def write_good_folder(folder: Path, **changes: str) -> Path:
    """The folder of trees, ready to be loaded; `changes` are further files by their path."""
    for name, text in {**FILES, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "trees"
