"""Every danger line at every question of every tree, on every channel: no miss is allowed.

    python tools/soak_danger.py

The tests say a few lines at each question (tests/hear/test_danger_everywhere.py); this
says them all, in about forty seconds of one core.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from dialogs.content import load_content  # noqa: E402
from tests.hear.danger_channels import CHANNELS, missed  # noqa: E402
from tests.hear.danger_lines import LINES  # noqa: E402


def main() -> int:
    trees = load_content()
    asked = sum(node.ask is not None for node in trees.nodes.values())
    wrong = 0
    for name, begin in CHANNELS.items():
        with TemporaryDirectory() as folder:
            person = begin(trees, Path(folder))
            found = [
                miss for c, lines in LINES.items() for miss in missed(person, trees, c, len(lines))
            ]
        said = asked * sum(map(len, LINES.values()))
        print(f"{name}: {said} dangers said at {asked} questions, {len(found)} missed", *found[:20],
              sep="\n  ")  # fmt: skip
        wrong += len(found)
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
