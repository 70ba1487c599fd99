"""Everything that can be said on Alexa, to programs that nobody here wrote: the long form.

ssml-check looks at every reply of the whole walk, and virtual-alexa places every
value and every danger of the interaction model. `make clients` installs both.

    python tools/soak_alexa_clients.py
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from dialogs.content import load_content
from dialogs.model import Trees
from skill.package.build import MODEL, build_package
from skill.package.manifest import Operator
from skill.package.model import DANGER_INTENTS
from tests.skill.clients.conftest import run_node
from tests.skill.clients.npm import MODULES
from tests.skill.clients.test_ssml import every_turn

MOST_TURNS = 1_000_000
AT_ONCE = 500


def wrong_speech(trees: Trees) -> list[object]:
    """What ssml-check has against the replies of the walk."""
    pieces = sorted(set(every_turn(trees, MOST_TURNS)))
    longest = max(map(len, pieces))
    print(f"{len(pieces):,} different replies, the longest of {longest:,} characters")
    found = run_node("ssml.js", pieces)
    return [*found, *(piece for piece in pieces if len(piece) >= 8_000)]


def wrong_routes(trees: Trees) -> list[object]:
    """What virtual-alexa sends elsewhere than it should go."""
    content = build_package(trees, Operator())[MODEL]
    language = json.loads(content)["interactionModel"]["languageModel"]
    values = [value["name"]["value"] for value in language["types"][0]["values"]]
    # The client takes hyphens away, and "exit" for the end of the session.
    right = {text: ["SayIntent", text] for text in values if "-" not in text and text != "exit"}
    for intent in language["intents"]:
        if intent["name"] in DANGER_INTENTS.values():
            right |= {text: [intent["name"], None] for text in intent["samples"]}
    print(f"{len(right):,} utterances")
    said = list(right)
    wrong: list[object] = []
    with tempfile.NamedTemporaryFile("wb", suffix=".json") as file:
        file.write(content)
        file.flush()
        for start in range(0, len(said), AT_ONCE):
            some = said[start : start + AT_ONCE]
            routes = run_node("routes.js", {"model": file.name, "said": some})
            pairs = zip(some, routes, strict=True)
            wrong += [(text, route) for text, route in pairs if route != right[text]]
    return wrong


def main() -> int:
    if not MODULES.is_dir():
        print("The clients are not installed.\n  mend: make clients", file=sys.stderr)
        return 3
    trees = load_content()
    wrong = [*wrong_speech(trees), *wrong_routes(trees)]
    for one in wrong[:20]:
        print(one)
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
