"""Conditions that can never mean what they say: variables that nothing sets, values never held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs.check_graph import all_ways
from dialogs.check_lines import spoken
from dialogs.conditions import facts_asked
from dialogs.model import Condition, Source, Trees
from dialogs.problems import Problem, nearest, problem
from dialogs.vocabulary import FACTS, FREE, VALUES


def check_conditions(trees: Trees, choices: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Unknown variables (T023) and values (T024), substances among them."""
    held = values_held(trees, choices)
    for condition, source in _conditions(trees):
        for name, wanted in facts_asked(condition):
            if name in (*FREE, *FACTS) and name not in VALUES:
                continue
            if name not in held:
                maybe = nearest(name, held)
                yield problem("T023", source, name, name=name, maybe=maybe)
                continue
            values = held[name]
            for value in wanted:
                if value not in values:
                    maybe = nearest(value, values)
                    known = ", ".join(sorted(values))
                    yield problem(
                        "T024", source, value, name=name, value=value, maybe=maybe, known=known
                    )


def values_held(trees: Trees, choices: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Every variable, with what it may hold."""
    held = {name: set(values) for name, values in VALUES.items()}
    for node in trees.nodes.values():
        if node.ask and node.save:
            values = held.setdefault(node.save, set())
            values.update(choices.get(node.ask, ()), VALUES.get(node.ask, ()))
        sets = [node.set, *(answer.set for answer in node.answers.values())]
        for name, value in (item for given in sets for item in given.items()):
            held.setdefault(name, set()).add(value)
    # What an earlier talk answered, after `recall_last`.
    held.update({f"last_{name}": values for name, values in list(held.items())})
    return held


def _conditions(trees: Trees) -> Iterator[tuple[Condition, Source]]:
    for way in all_ways(trees):
        if way.condition is not None:
            yield way.condition, way.condition_source
    for one in spoken(trees):
        if one.line.condition is not None:
            yield one.line.condition, one.line.condition_source
