"""A hundred simulated talks as a page: `docs/talks.md`.

The people are those of `dialogs/authoring/personas.py`. Fails when a talk does not end,
when a limit was broken, when an answered question was asked again, or when the median
talk is too long on its way to something useful.

    python tools/hundred_talks.py            # writes docs/talks.md
    python tools/hundred_talks.py --check    # only holds the talks
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from dialogs.authoring.personas import KINDS, Talk, faults_of, hundred, medians
from dialogs.content import load_content

PAGE = Path(__file__).parent.parent / "docs" / "talks.md"


def page(talks: list[Talk]) -> str:
    """The table for the documentation."""
    lines = [
        "# A hundred simulated talks",
        "",
        "Written by `python tools/hundred_talks.py`. All figures but the counts are medians. First",
        "use is the person's turn, from the very first, that is answered with a number or advice.",
        'Turns and minutes to the next step count from "I slipped" to the question for one small',
        "thing to do; in parentheses, turns from the very first word, with the questions about",
        "safety, company and keeping. Minutes are of speech at 150 words a minute, without the",
        "person's own time. Talks that stopped before the step are left out of its figures.",
        "The command fails above 13 turns, 5 minutes, or 3 turns to the first use.",
        "",
        "| person | talks | turns in all | first use | turns to the next step | minutes to it"
        " | how they ended |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in (*KINDS, "all"):
        some = [talk for talk in talks if kind in (talk.kind, "all")]
        found = medians(some)
        launch = [talk.launch_to_step for talk in some if talk.launch_to_step is not None]
        ends = sorted({talk.ended for talk in some})
        counts = ", ".join(f"{end} {sum(t.ended == end for t in some)}" for end in ends)
        turns = f"{statistics.median(talk.turns for talk in some):g}"
        lines.append(
            f"| {kind} | {len(some)} | {turns} | {found['turns_to_useful']:g}"
            f" | {found['turns']:g} ({statistics.median(launch):g})"
            f" | {found['minutes']:.1f} | {counts} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    talks = list(hundred(load_content()))
    text = page(talks)
    print(text)
    if "--check" not in sys.argv:
        PAGE.write_text(text, "utf-8")
    faults = faults_of(talks)
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
