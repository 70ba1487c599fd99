"""Help lines with their dates, and the number that every danger turn must hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs.check_lines import slug_of, tree_of
from dialogs.load_values import PLACEHOLDER
from dialogs.model import Line, Node, Number, Source, Tree, Trees
from dialogs.problems import Problem, problem
from dialogs.vocabulary import DANGERS, OWN_LINES

STALE_AFTER_DAYS = 180


def check_numbers(trees: Trees) -> Iterator[Problem]:
    """Numbers without a source or without dates (T070)."""
    for number in trees.numbers.values():
        for field in ("service", "source", "source_read_on", "dialled_on"):
            value = getattr(number, field)
            if value and (field in ("service", "source") or _is_date(field, value)):
                continue
            found = f"'{value}'" if value else "nothing"
            yield problem(
                "T070", number.place, number.key, key=number.key, field=field, found=found
            )


def check_dialled(trees: Trees, today: date) -> Iterator[Problem]:
    """For a release: numbers that nobody dialled (T071), or too long ago (T072)."""
    for number in trees.numbers.values():
        if not is_telephone(number):
            continue
        if number.dialled_on == "never":
            yield problem("T071", number.place, number.key, key=number.key, spoken=number.spoken)
        for field in ("dialled_on", "source_read_on"):
            day = _day(getattr(number, field))
            if day is not None and (today - day).days > STALE_AFTER_DAYS:
                days = (today - day).days
                yield problem(
                    "T072", number.place, number.key, key=number.key, field=field, days=days
                )


def check_danger(trees: Trees) -> Iterator[Problem]:
    """Danger turns in which no number is spoken (T073), and dangers without a tree (T074)."""
    for tree in trees.trees.values():
        if tree.danger is None:
            continue
        for slot, line in (("stop", tree.stop), ("closing", tree.closing)):
            yield from _expect_number(line, f"'{slot}' of the tree", tree.source, tree, trees)
        start = trees.nodes.get(tree.start)
        asked = start is not None and start.ask is not None and start.say  # looked at below
        if start is not None and not asked and tree.danger != "check":
            for line in start.say or (None,):
                yield from _expect_number(line, "the first prompt", start.source, tree, trees)
        own = [node for node in trees.nodes.values() if tree_of(node.place) == tree.name]
        for node in own:
            for slot, line in _must_hold(node, tree) if node.ask is not None else ():
                what = f"'{slot}' of node '{slug_of(node.place)}'"
                yield from _expect_number(line, what, node.source, tree, trees)
            yield from _ways_out(node, tree)
        if own and not any(node.effect == "safe_again" for node in own):
            yield problem("T077", tree.source, tree=tree.name)
    yield from _missing_trees(trees)


def _must_hold(node: Node, tree: Tree) -> Iterator[tuple[str, Line]]:
    """The lines of a question in danger that may be the last thing heard."""
    if node.silence is not None:
        yield "silence", node.silence
    if tree.danger != "check":
        yield from (("say", line) for line in node.say)
        yield from (("no_match", line) for line in node.no_match)


def _ways_out(node: Node, tree: Tree) -> Iterator[Problem]:
    """Ways that lead out of danger past the second check (T076)."""
    if node.effect == "safe_again":
        return
    ways = [*node.go, *(way for answer in node.answers.values() for way in answer.go)]
    targets = [(way.to, way.source) for way in ways]
    targets += [(node.otherwise, node.source)] if node.otherwise else []
    for to, source in targets:
        if to in ("end", "park", "return"):
            yield problem("T076", source, to, to=to, node=slug_of(node.place), tree=tree.name)


def _expect_number(
    line: Line | None, what: str, place: Source, tree: Tree, trees: Trees
) -> Iterator[Problem]:
    text = line.text if line is not None else ""
    keys = PLACEHOLDER.findall(text)
    if not any(key in trees.numbers and is_telephone(trees.numbers[key]) for key in keys):
        source = line.source if line is not None else place
        yield problem("T073", source, what=what, tree=tree.name)


def _missing_trees(trees: Trees) -> Iterator[Problem]:
    for danger in DANGERS:
        if danger not in trees.dangers:
            name = f"danger/{danger}"
            yield problem("T074", _file_of(name, trees), name=name, key=f"'danger: {danger}'")
    for name in ("front_door", "people"):
        if name not in trees.trees:
            yield problem("T074", _file_of(name, trees), name=name, key=f"'tree: {name}'")


def check_own_lines(trees: Trees) -> Iterator[Problem]:
    """Lines that the engine speaks by itself and does not have (T075)."""
    for key in OWN_LINES:
        if key not in trees.lines or not trees.lines[key].text:
            yield problem("T075", _file_of("system", trees), key=key)


def _file_of(name: str, trees: Trees) -> Source:
    """The file that a tree of that name should be in."""
    tree = next(iter(trees.trees.values()), None)
    folder = "" if tree is None else tree.source[0].removesuffix(f"{tree.name}.yaml")
    return f"{folder}{name}.yaml", 1, 1


def is_telephone(number: Number) -> bool:
    """Whether it can be dialled; a website cannot."""
    return sum(map(str.isdigit, number.spoken)) >= 3


def _is_date(field: str, value: str) -> bool:
    return (field == "dialled_on" and value == "never") or _day(value) is not None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
