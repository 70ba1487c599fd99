"""Alexa's JSON to the SDK's own model objects and back, behind the SDK's `Serializer`.

The same objects as `ask_sdk_core.serialize.DefaultSerializer` gives, several
times faster: what is known about a class is looked up once per process, not
once per object. And where that one raises before any handler could answer,
this one goes on, since a verified request deserves an answer:

- a type that the SDK does not know (a new request): the base class, with the
  type as it was said, so that `is_request_type` works;
- a value that an enum does not know (a new reason): `UnknownValue`;
- a value of the wrong shape: None, as if it were absent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from importlib import import_module
from typing import Any

from ask_sdk_core.exceptions import SerializationException
from ask_sdk_model.request_envelope import RequestEnvelope
from ask_sdk_model.services.serializer import Serializer

Convert = Callable[[Any], Any]

NATIVE = {kind.__name__: kind for kind in (int, float, str, bool, date, datetime, object)} | {
    "long": int
}
READY = {"str": str, "int": int, "float": float, "bool": bool}
"""What JSON holds in its final form, so that no converter need be called."""

_LIST = re.compile(r"list\[(.*)\]")
_DICT = re.compile(r"dict\([^,]*, (.*)\)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?", re.ASCII)


class UnknownValue(str):
    """A word where the SDK's enum has no member for it; to be read like a member, by `value`."""

    __slots__ = ()

    @property
    def value(self) -> str:
        return str(self)

    @property
    def name(self) -> str:
        return str(self)


class FastSerializer(Serializer):
    """The SDK's serialiser, faster, and with something to say about what is new."""

    def serialize(self, obj: Any) -> Any:
        """Plain JSON data (not text, as in the SDK): a model's attributes that are not None."""
        return to_data(obj)

    def deserialize(self, payload: Any, obj_type: Any) -> Any:
        """An object of `obj_type` (a class, or its name as the SDK writes it).

        `payload` is JSON text, or the dict or list that was parsed from it
        already. Raises the SDK's `SerializationException` for text that is not
        JSON and for a class that does not exist, never for what is in the data.
        """
        if isinstance(payload, str | bytes):
            try:
                payload = json.loads(payload)
            except (ValueError, RecursionError):
                raise SerializationException("the payload is not JSON") from None
        return None if payload is None else _converter(obj_type)(payload)


def read_envelope(data: dict[str, Any]) -> RequestEnvelope:
    """The request envelope in parsed JSON, with whatever is new in it."""
    envelope: RequestEnvelope = _converter(RequestEnvelope)(data)
    return envelope


# --- from JSON ---------------------------------------------------------------

_converters: dict[Any, Convert] = {}


def _converter(kind: Any) -> Convert:
    """How to read a value of one type, worked out on first use."""
    convert = _converters.get(kind)
    if convert is None:
        convert = _converters[kind] = _compile(kind)
    return convert


def _compile(kind: Any) -> Convert:
    if isinstance(kind, str):
        if items := _LIST.fullmatch(kind):
            return _reads_list(items[1].strip())
        if values := _DICT.fullmatch(kind):
            return _reads_dict(values[1])
        kind = NATIVE.get(kind) or _class_named(kind)
    if kind is object:
        return _as_it_is
    if kind is datetime:
        return _moment
    if kind is date:
        return lambda value: None if (moment := _moment(value)) is None else moment.date()
    if kind in (int, float, str, bool):
        return _reads_native(kind)
    if issubclass(kind, Enum):
        return _reads_enum(kind)
    if hasattr(kind, "deserialized_types"):
        return _reads_child_of(kind) if hasattr(kind, "get_real_child_model") else _reads(kind)
    return _as_it_is


def _class_named(name: str) -> type:
    module, _, short = name.rpartition(".")
    try:
        found: type = getattr(import_module(module), short)
    except (ImportError, AttributeError, ValueError):
        raise SerializationException(f"there is no class {name}") from None
    return found


def _as_it_is(value: Any) -> Any:
    return value


def _reads_list(items: str) -> Convert:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            return None
        convert = _converter(items)  # not before: types refer to one another
        return [None if item is None else convert(item) for item in value]

    return read


def _reads_dict(values: str) -> Convert:
    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return None
        convert = _converter(values)
        return {key: None if item is None else convert(item) for key, item in value.items()}

    return read


def _reads_native(kind: Callable[[Any], Any]) -> Convert:
    def read(value: Any) -> Any:
        try:
            return kind(value)
        except TypeError:
            return value  # as the SDK has it
        except (ValueError, OverflowError):
            return None

    return read


def _reads_enum(kind: type[Enum]) -> Convert:
    members = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return None
        return members.get(value) or UnknownValue(value)

    return read


def _moment(value: Any) -> datetime | None:
    """The moment that dateutil reads, without it where Alexa's usual form allows."""
    if not isinstance(value, str):
        return None
    if _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    from dateutil import parser  # type: ignore[import-untyped]  # slow to import, hardly needed

    try:
        moment: datetime = parser.parse(value)
    except (ValueError, OverflowError):
        return None
    return moment


def _reads_child_of(parent: Any) -> Convert:
    """A class whose subclass is told by a word in the payload; the class itself for a new word."""
    key = parent.json_discriminator_key
    names = parent.discriminator_value_class_map
    children: dict[str, Convert] = {}
    base = _reads(parent)

    def read(value: Any) -> Any:
        word = value.get(key) if isinstance(value, dict) else None
        if not isinstance(word, str):
            return base(value)
        child = children.get(word)
        if child is None:
            if word not in names:
                return base(value)
            child = children[word] = _reads(_class_named(names[word]))
        return child(value)

    return read


def _reads(kind: Any) -> Convert:
    """A model class: its attributes by their JSON names, each with its converter."""
    new = kind.__new__
    blank = vars(kind())
    types = {kind.attribute_map.get(a, a): (a, t) for a, t in kind.deserialized_types.items()}
    fields: dict[str, tuple[str, type | None, Convert]] = {}

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return None
        model = new(kind)
        model.__dict__ = attributes = blank.copy()
        unknown = None
        for key, item in value.items():
            field = fields.get(key)
            if field is None:
                if key not in types:
                    unknown = unknown or {}
                    unknown[key] = item
                    continue
                attribute, name = types[key]
                field = fields[key] = attribute, READY.get(name), _converter(name)
            attribute, ready, convert = field
            attributes[attribute] = item if item is None or type(item) is ready else convert(item)
        if unknown:
            attributes.update(unknown)  # last, as in the SDK: it wins over an attribute
        return model

    return read


# --- to JSON -----------------------------------------------------------------

AS_THEY_ARE = frozenset({str, bool, int, float, type(None)})

_attributes: dict[type, tuple[tuple[str, str], ...]] = {}


def to_data(obj: Any) -> Any:
    """Plain JSON data for a model, or for anything that may stand in one."""
    kind = type(obj)
    if kind in AS_THEY_ARE:
        return obj
    names = _attributes.get(kind)
    if names is None:
        if not hasattr(kind, "deserialized_types"):
            return _plain(obj)
        keys = getattr(kind, "attribute_map", {})
        names = tuple((each, keys.get(each, each)) for each in kind.deserialized_types)
        _attributes[kind] = names
    return {
        key: value if type(value) in AS_THEY_ARE else to_data(value)
        for attribute, key in names
        if (value := getattr(obj, attribute)) is not None
    }


def _plain(obj: Any) -> Any:
    if isinstance(obj, dict):
        return {key: to_data(value) for key, value in obj.items()}
    if isinstance(obj, list | tuple):
        return type(obj)(to_data(value) for value in obj)
    if isinstance(obj, float | bool | bytes | str | int):
        return obj
    if isinstance(obj, date):
        return obj.isoformat()
    if isinstance(obj, Enum):
        return obj.value
    if isinstance(obj, Decimal):
        return int(obj) if obj % 1 == 0 else float(obj)
    raise SerializationException(f"{type(obj).__name__} has no form in JSON")
