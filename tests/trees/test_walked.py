"""Transcripts walk the trees: every conversation is shown, and hardly a way is left untried."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from dialogs.model import Trees
from tests.test_transcripts import CHANGED, FILES
from tools.coverage import LEAST, report, walk_transcripts

SITUATIONS = [path for path in FILES if path.parent.name != CHANGED]


class TestWhatTranscriptsWalk:
    def test_above_95_percent_of_nodes_and_of_answers(self, trees: Trees) -> None:
        nodes, answers = report(trees, walk_transcripts(trees), quiet=True)
        assert nodes > LEAST
        assert answers > LEAST

    def test_every_conversation_has_a_talk_that_goes_through_it(self, trees: Trees) -> None:
        walked = {path.parent.name for path in SITUATIONS}
        assert {name.partition("/")[0] for name in trees.trees} - walked == set()

    def test_each_begins_with_its_situation(self) -> None:
        heads = {path: path.read_text("utf-8").splitlines()[0] for path in FILES}
        assert [str(path) for path, head in heads.items() if not re.match(r"# .{20,}", head)] == []

    def test_no_two_tell_the_same(self) -> None:
        heads = [path.read_text("utf-8").splitlines()[0] for path in FILES]
        assert len(set(heads)) == len(heads)


# --- what is heard, one prompt after the other ------------------------------------------------

LIFE_SAVING = ("Call 911", "Stay on with 911")
"""Orders that are said in the same words each time, and may follow each other."""


def opening(line: str) -> tuple[str, ...]:
    """The first two words of a line, as they are heard."""
    return tuple(re.findall(r"[\w']+", line.lower())[:2])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_two_prompts_in_a_row_open_with_the_same_words(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    spoken = [line[2:] for line in lines if line.startswith("< ")]
    alike = [
        (one, next_one)
        for one, next_one in pairwise(spoken)
        if one != next_one  # asked once more, it is the same prompt
        and opening(one) == opening(next_one)
        and not (one.startswith(LIFE_SAVING) and next_one.startswith(LIFE_SAVING))
    ]
    assert alike == []
