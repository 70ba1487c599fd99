"""The one JSON codec: state, events and actions to plain data and back.

    >>> from datetime import UTC, datetime
    >>> noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    >>> to_data(Heard("yes", at=noon))
    {'type': 'Heard', 'text': 'yes', 'at': '2026-01-02T12:00:00+00:00'}
    >>> from_data(to_data(Heard("yes", at=noon))) == Heard("yes", at=noon)
    True

Fields that stand at their default are left out, which keeps a state small.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from dialogs.events import (
    Alarm,
    Consent,
    End,
    Forget,
    Heard,
    HungUp,
    Launched,
    Listen,
    Park,
    Recall,
    Recalled,
    Record,
    Resumed,
    Retract,
    Say,
    Silence,
    Unheard,
)
from dialogs.state import State

Decoder = Callable[[Any], Any]
T = TypeVar("T")


class NotDecodable(ValueError):
    """The data is not what this codec writes: from another program, or damaged."""


def encode(value: Any) -> Any:
    """Plain JSON data for a value; dataclasses lose their defaults, named tuples their names."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is datetime:
        return value.isoformat()
    if kind in _FIELDS:
        return {
            name: encode(got)
            for name, default, _ in _FIELDS[kind]
            if (got := getattr(value, name)) != default
        }
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item) for key, item in value.items()}
    raise TypeError(f"no JSON form for {kind.__name__}")


def to_data(value: Any) -> dict[str, Any]:
    """One event, action or state as a JSON object that names its type."""
    return {"type": type(value).__name__, **encode(value)}


def from_data(data: Mapping[str, Any]) -> Any:
    """The event, action or state that `to_data` wrote."""
    kind = _BY_NAME.get(str(data.get("type")))
    if kind is None:
        raise NotDecodable(f"'type' is {data.get('type')!r}, which is no event, action or state")
    return _decode_fields(kind, data)


def state_to_json(state: State) -> str:
    """A state as compact JSON text, under 4 kB at the end of the longest path."""
    return _TO_TEXT.encode(state_fields(state))


def state_fields(state: State) -> dict[str, Any]:
    """What of a state stands elsewhere than at its default; JSON but for its parts' own types."""
    return {name: got for name, default, _ in _STATE if (got := getattr(state, name)) != default}


def state_from_json(text: str, loads: Callable[[str], Any] = json.loads) -> State:
    """The state in `text`; raises `NotDecodable` where it is not one.

    `loads` raises `ValueError` where the text is not JSON.
    """
    try:
        data = loads(text)
    except ValueError as error:
        raise NotDecodable(f"the state is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise NotDecodable("the state is not a JSON object")
    return _decode_fields(State, data)


def _decode_fields(kind: type[T], data: Mapping[str, Any]) -> T:
    try:
        return kind(
            **{name: decode(data[name]) for name, _, decode in _FIELDS[kind] if name in data}
        )
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
        raise NotDecodable(f"this is no {kind.__name__}: {error}") from error


def _expect(kind: type) -> Decoder:
    def decode(value: Any) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not {kind.__name__}")
        return value

    return decode


def _either(first: Decoder, second: Decoder) -> Decoder:
    """A string, or a tuple of strings: JSON's own types tell them apart."""
    return lambda value: second(value) if type(value) is list else first(value)


def _decoder(hint: Any) -> Decoder:
    """The function that reads a JSON value back as `hint` says."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        parts = [_decoder(part) for part in arguments if part is not type(None)]
        inner = parts[0] if len(parts) == 1 else _either(*parts)
        if type(None) not in arguments:
            return inner
        return lambda value: None if value is None else inner(value)
    if origin is tuple and len(arguments) == 2 and arguments[1] is ...:
        item = _decoder(arguments[0])
        return lambda value: tuple(item(part) for part in _expect(list)(value))
    if origin is tuple:
        items = [_decoder(argument) for argument in arguments]
        return lambda value: tuple(
            decode(part) for decode, part in zip(items, _expect(list)(value), strict=True)
        )
    if origin is not None and issubclass(origin, Mapping):
        item = _decoder(arguments[1])
        return lambda value: {str(key): item(part) for key, part in _expect(dict)(value).items()}
    if hint is datetime:
        return datetime.fromisoformat
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return lambda value: _decode_fields(hint, _expect(dict)(value))
    if isinstance(hint, type) and issubclass(hint, tuple):
        named = [_decoder(part) for part in get_type_hints(hint).values()]
        return lambda value: hint(
            *(decode(part) for decode, part in zip(named, value, strict=True))
        )
    return _expect(hint)


_PLAIN = frozenset({str, int, float, bool, type(None)})
_KINDS: tuple[type, ...] = (
    *(Launched, Heard, Unheard, Silence, Resumed, HungUp, Recalled),
    *(Say, Listen, Record, Retract, Alarm, Consent, Recall, Forget, Park, End),
    State,
)
_BY_NAME = {kind.__name__: kind for kind in _KINDS}
_FIELDS: dict[type, tuple[tuple[str, Any, Decoder], ...]] = {}


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


for _kind in _KINDS:
    _hints = get_type_hints(_kind)
    _FIELDS[_kind] = tuple(
        (field.name, _default(field), _decoder(_hints[field.name]))
        for field in dataclasses.fields(_kind)
    )
_STATE = _FIELDS[State]
# Most of a state is JSON as it stands, tuples too; only what is not goes through `encode`.
# It is made of frozen parts, so that nothing in it can hold itself.
_TO_TEXT = json.JSONEncoder(
    separators=(",", ":"), ensure_ascii=False, check_circular=False, default=encode
)
