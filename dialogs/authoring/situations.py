"""When two moments of a conversation are the same situation, so that a walk can visit each once.

Two states are one situation where everything that can follow is decided alike: the open
question and what lies beneath it, the danger, the ladders, the window of hours, and those
answers that a condition of this tree still reads.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from dialogs.check_graph import ways_of
from dialogs.check_lines import tree_of
from dialogs.conditions import facts_asked
from dialogs.model import Condition, Node, Trees
from dialogs.state import State

HIGHEST_RUNG = 2
"""From here on a ladder of silences or no-matches says the same again."""


class Situations:
    """Tells states apart by what may follow from them."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees
        self._read: dict[str, set[str]] = {}
        for place, node in trees.nodes.items():
            names = {name for condition in _conditions(node) for name, _ in facts_asked(condition)}
            self._read.setdefault(tree_of(place), set()).update(names)
        self._further: dict[str, frozenset[str]] = {}

    def views(self, state: State) -> tuple[Hashable, ...]:
        """The situation by its answers, and by the time of the slip.

        A state is new to a walk where either is new: all answers times all times would be
        a walk of hours, and the two decide nothing together.
        """
        rungs = (min(state.no_input, HIGHEST_RUNG), min(state.no_match, HIGHEST_RUNG))
        ladder = (*rungs, state.shrunk) if state.mode == "talk" else ()
        read = self._read.get(tree_of(state.place), set()) & self._known_further(state.place)
        # A detour (a danger, the numbers, a welcome back) comes back to where it began: what
        # lies beneath it decides nothing until then. On a ladder the answers decide nothing.
        detour = bool(state.danger) or any(frame.why != "call" for frame in state.stack)
        # Of the trees that wait for this one, only how the first goes on decides what comes next.
        waits = state.stack[-1:] if not detour else ()
        beneath = tuple(self._trees.nodes[frame.place].go for frame in waits)
        aside = detour or state.mode != "talk"
        values = () if aside or any(ladder) else tuple(self._values(state, read))
        # Of a detour's answers only who is in danger is read in it.
        who = state.variables.get("in_danger") if "in_danger" in read else None
        here = (state.place, beneath, ladder, aside, state.danger, who, state.mode)
        known = (*here, state.waiting, state.ended)
        if aside:
            return ((known, values),)
        return (known, state.window, values), (known, state.window or state.slip)

    def _values(self, state: State, read: set[str]) -> Iterator[tuple[str, Hashable]]:
        for name in sorted(read):
            if name == "consent":
                yield name, state.consent
            elif name in state.variables:
                yield name, state.variables[name]

    def _known_further(self, place: str) -> frozenset[str]:
        """The variables that conditions read in this place or in any that may follow."""
        if place not in self._further:
            names: set[str] = set()
            seen, waiting = {place}, [place]
            while waiting:
                node = self._trees.nodes.get(waiting.pop())
                if node is None:
                    continue
                names.update(n for c in _conditions(node) for n, _ in facts_asked(c))
                ways = [to for to, _ in ways_of(node)]
                if node.call in self._trees.trees:
                    ways.append(self._trees.trees[node.call or ""].start)
                waiting += [to for to in ways if to not in seen]
                seen.update(ways)
            self._further[place] = frozenset(names)
        return self._further[place]


def _conditions(node: Node) -> Iterator[Condition]:
    for line in node.say:
        if line.condition is not None:
            yield line.condition
    for way in (*node.go, *(way for answer in node.answers.values() for way in answer.go)):
        if way.condition is not None:
            yield way.condition
