"""Where the conversations can lead: nobody is lost, held in a circle, or talked at for minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dialogs.check_lines import slug_of, tree_of
from dialogs.check_text import seconds_of
from dialogs.model import Go, Line, Node, Trees
from dialogs.problems import Problem, problem

ENTRANCES = ("front_door", "people", "system/")
"""Trees that the engine goes to by itself, beside those of a topic or a danger."""

MOST_STEPS = 40
MOST_SECONDS = 60.0


def check_reachable(trees: Trees) -> Iterator[Problem]:
    """Nodes (T032) and whole trees (T033) that no way leads to."""
    entrances = [
        tree.start
        for tree in trees.trees.values()
        if tree.topic or tree.danger or tree.name.startswith(ENTRANCES)
    ]
    reached = _reached(entrances, trees)
    for tree in trees.trees.values():
        nodes = [node for node in trees.nodes.values() if tree_of(node.place) == tree.name]
        lost = [node for node in nodes if node.place not in reached]
        if nodes and len(lost) == len(nodes):
            yield problem("T033", tree.source, tree.name, tree=tree.name)
            continue
        for node in lost:
            slug = slug_of(node.place)
            yield problem("T032", node.source, slug, slug=slug)


def _reached(starts: Iterable[str], trees: Trees) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        place = waiting.pop()
        node = trees.nodes.get(place)
        if node is None or place in reached:
            continue
        reached.add(place)
        waiting += [to for to, _ in ways_of(node)]
        if node.call is not None and node.call in trees.trees:
            waiting.append(trees.trees[node.call].start)
    return reached


def ways_of(node: Node) -> Iterator[tuple[str, Line | None]]:
    """Every target of a node, with what is said on the way there."""
    for way in node.go:
        yield way.to, None
    for window in node.windows:
        yield window.go, None
    for answer in node.answers.values():
        for way in answer.go:
            yield way.to, answer.say
    if node.otherwise is not None:
        yield node.otherwise, None


def check_cycles(trees: Trees) -> Iterator[Problem]:
    """Circles that a turn could walk without end (T034).

    A question whose answer is known is passed by, so only one that asks
    `again` holds the walk up for certain.
    """
    graph = {
        place: [to for to in _inner_ways(node, trees) if to in trees.nodes]
        for place, node in trees.nodes.items()
        if not (node.ask and node.again)
    }
    for circle in _circles(graph):
        first = min(circle, key=lambda place: trees.nodes[place].source)
        slugs = [slug_of(place) for place in _in_order(first, circle, graph)]
        slug = slug_of(first)
        ring = " -> ".join([*slugs, slug])
        yield problem("T034", trees.nodes[first].source, slug, slug=slug, ring=ring)


def _inner_ways(node: Node, trees: Trees) -> Iterator[str]:
    """Where the walk may go on within one turn; a called tree that always asks holds it up."""
    if node.call is not None and node.call in trees.trees:
        start = trees.trees[node.call].start
        yield start
        if not _may_be_walked_through(start, trees):
            return
    for to, _ in ways_of(node):
        yield to


def _may_be_walked_through(start: str, trees: Trees) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        place = waiting.pop()
        if place == "return":
            return True
        node = trees.nodes.get(place)
        if node is None or place in seen or (node.ask and node.again):
            continue
        seen.add(place)
        waiting += [to for to, _ in ways_of(node)]
    return False


def _circles(graph: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """The strongly connected parts that hold a circle (Tarjan, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in graph:
        if root in index:
            continue
        work: list[tuple[str, Iterator[str]]] = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            place, ways = work[-1]
            for to in ways:
                if to not in graph:
                    continue
                if to not in index:
                    index[to] = low[to] = len(index)
                    stack.append(to)
                    on_stack.add(to)
                    work.append((to, iter(graph[to])))
                    break
                if to in on_stack:
                    low[place] = min(low[place], index[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[place])
                if low[place] == index[place]:
                    at = stack.index(place)
                    part, stack[at:] = stack[at:], []
                    on_stack.difference_update(part)
                    if len(part) > 1 or place in graph[place]:
                        yield part


def _in_order(first: str, circle: list[str], graph: Mapping[str, list[str]]) -> list[str]:
    """One way round the circle, from `first` back to it."""
    came_from: dict[str, str] = {}
    waiting = [first]
    while True:
        place = waiting.pop(0)
        for to in graph[place]:
            if to == first:
                ring = [place]
                while ring[-1] != first:
                    ring.append(came_from[ring[-1]])
                return ring[::-1]
            if to in circle and to not in came_from:
                came_from[to] = place
                waiting.append(to)


# --- how long one turn may talk ------------------------------------------------


def check_chains(trees: Trees) -> Iterator[Problem]:
    """Turns that talk for longer than a minute (T035), or walk more than 40 nodes (T036)."""
    spoken = _Longest(trees)
    for place, node in trees.nodes.items():
        slug = slug_of(place)
        seconds = spoken.after(node)
        if seconds > MOST_SECONDS:
            yield problem("T035", node.source, slug, slug=slug, seconds=f"{seconds:.0f}")
        if not node.ask and not node.windows and spoken.steps(place) > MOST_STEPS:
            yield problem("T036", node.source, slug, slug=slug, most=MOST_STEPS)


class _Longest:
    """The longest that can be spoken, and the most nodes walked, before a question is asked."""

    def __init__(self, trees: Trees) -> None:
        self.trees = trees
        self.known: dict[str, tuple[float, int]] = {}
        self.open: set[str] = set()

    def after(self, node: Node) -> float:
        """Seconds spoken in the longest turn that begins with an answer at this question."""
        if not node.ask:
            return 0.0
        return max((self._said(line) + self.at(to)[0] for to, line in ways_of(node)), default=0.0)

    def steps(self, place: str) -> int:
        return self.at(place)[1]

    def at(self, place: str) -> tuple[float, int]:
        """Seconds and nodes from entering a place to the next question, its prompt included."""
        node = self.trees.nodes.get(place)
        if node is None or place in self.open:
            return 0.0, 0
        if place not in self.known:
            self.open.add(place)
            self.known[place] = self._measure(node)
            self.open.discard(place)
        return self.known[place]

    def _measure(self, node: Node) -> tuple[float, int]:
        own = max(map(self._said, node.say), default=0.0)
        if node.ask:
            return own, 1
        further = [self.at(way.to) for way in node.go]
        further += [self.at(window.go) for window in node.windows]
        seconds = max((found[0] for found in further), default=0.0)
        steps = max((found[1] for found in further), default=0)
        if node.call is not None and node.call in self.trees.trees:
            start = self.trees.trees[node.call].start
            inner = self.at(start)
            if self._always_asks(start):
                seconds, steps = inner
            else:
                seconds, steps = seconds + inner[0], steps + inner[1]
        return own + seconds, 1 + steps

    def _always_asks(self, start: str) -> bool:
        node = self.trees.nodes.get(start)
        return node is not None and node.ask is not None

    def _said(self, line: Line | None) -> float:
        return 0.0 if line is None else seconds_of(line.text, self.trees.numbers)


def all_ways(trees: Trees) -> Iterator[Go]:
    """Every way with a condition or none, for rules about conditions."""
    for node in trees.nodes.values():
        yield from node.go
        for answer in node.answers.values():
            yield from answer.go
