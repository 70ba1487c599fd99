"""JSON of any shape that the SDK's models declare, drawn by hypothesis from their own tables."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from importlib import import_module
from typing import Any

from hypothesis import strategies as st

DEEPEST = 5

Draw = Callable[[st.SearchStrategy[Any]], Any]

texts = st.text(max_size=8)
moments = st.one_of(
    st.sampled_from(
        [
            *("2026-01-05T21:00:00Z", "2026-01-05T21:00:00.123Z", "2026-01-05T21:00:00.123456Z"),
            *("2026-01-05T21:00:00.1234567Z", "2026-01-05T21:00:00+05:30", "2026-01-05"),
            *("2026-01-05T21:00:00-00:00", "2026-01-05T21:00:00", "2026-01-05T21:00"),
            *("Mon, 5 Jan 2026 21:00:00 GMT", "20260105T210000Z", "2026-01-05 21:00:00"),
        ]
    ),
    st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**60), 2**60), texts, st.floats(-9, 9)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
PLAIN = {
    "str": texts,
    "int": st.integers(-(2**60), 2**60),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.booleans(),
    "datetime": moments,
    "object": anything,
}


def named(name: str) -> Any:
    """The class behind a dotted name."""
    module, _, short = name.rpartition(".")
    return getattr(import_module(module), short)


def value_of(draw: Draw, kind: str, depth: int = 0) -> Any:
    """A JSON value that the SDK reads as `kind`; now and then null."""
    if draw(st.integers(0, 19)) == 0:
        return None
    if kind in PLAIN:
        return draw(PLAIN[kind])
    many = 0 if depth > DEEPEST else draw(st.integers(0, 2))
    if kind.startswith("list["):
        return [value_of(draw, kind[5:-1], depth + 1) for _ in range(many)]
    if kind.startswith("dict("):
        inner = kind[5:-1].split(", ", 1)[1]
        return {draw(texts): value_of(draw, inner, depth + 1) for _ in range(many)}
    return model_of(draw, named(kind), depth)


def model_of(draw: Draw, kind: Any, depth: int = 0) -> Any:
    """A JSON object for a model class (or one of its children), or a word for an enum."""
    if issubclass(kind, Enum):
        return draw(st.sampled_from([member.value for member in kind]))
    data: dict[str, Any] = {}
    if hasattr(kind, "discriminator_value_class_map"):
        word = draw(st.sampled_from(sorted(kind.discriminator_value_class_map)))
        data[kind.json_discriminator_key] = word
        kind = named(kind.discriminator_value_class_map[word])
    for attribute, its_kind in kind.deserialized_types.items():
        key = kind.attribute_map[attribute]
        if key not in data and depth <= DEEPEST and draw(st.booleans()):
            data[key] = value_of(draw, its_kind, depth + 1)
    if draw(st.integers(0, 3)) == 0:
        data["newer" + draw(texts)] = draw(anything)
    return data
