"""Frozen data: as that of `dataclasses`, only sooner made."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from dialogs import events, model, state
from dialogs.frozen import dataclass

COMMON: dict[str, Any] = {
    "__module__": __name__,
    "__annotations__": {
        "name": str, "count": int, "seen": list[str], "aside": int, "worked_out": dict[str, int]
    },
}  # fmt: skip


def both(name: str) -> tuple[Any, Any]:
    """The same class, made by us and by the standard library."""

    def make(decorator: Callable[..., Any]) -> Any:
        body = dict(
            COMMON,
            __qualname__=name,
            count=7,
            seen=dataclasses.field(default_factory=list),
            aside=dataclasses.field(default=0, compare=False, repr=False),
            worked_out=dataclasses.field(default_factory=dict, init=False, compare=False),
        )
        return decorator(frozen=True, slots=True)(type(name, (), body))

    return make(dataclass), make(dataclasses.dataclass)


Ours, Theirs = both("Ours")
CASES = [
    (("a",), {}),
    (("a", 8), {}),
    (("a",), {"count": 8, "aside": 3}),
    (("b", 7, ["x"]), {"aside": 1}),
]


class TestFrozenData:
    @pytest.mark.parametrize(("given", "named"), CASES)
    def test_is_what_was_given_and_reads_like_it(self, given: Any, named: Any) -> None:
        ours, theirs = Ours(*given, **named), Theirs(*given, **named)
        assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
        assert repr(ours) == repr(theirs)

    def test_is_equal_and_hashed_as_the_standard_one(self) -> None:
        plain = [(n, c, (), a) for n in "ab" for c in (1, 2) for a in (1, 2)]
        for one in plain:
            for other in plain:
                assert (Ours(*one) == Ours(*other)) == (Theirs(*one) == Theirs(*other))
            assert hash(Ours(*one)) == hash(Theirs(*one))
        assert Ours("a") != Theirs("a")

    def test_shares_no_default_that_can_be_changed(self) -> None:
        assert Ours("a").seen is not Ours("a").seen
        assert Ours("a").worked_out is not Ours("a").worked_out

    def test_cannot_be_changed(self) -> None:
        one = Ours("a")
        for change in (lambda: setattr(one, "name", "b"), lambda: delattr(one, "name")):
            with pytest.raises(dataclasses.FrozenInstanceError, match="field 'name'"):
                change()
        with pytest.raises(AttributeError):
            one.other = 1

    def test_has_the_same_signature_and_refuses_the_same(self) -> None:
        assert (
            str(inspect.signature(Ours)).partition("seen")[0]
            == (str(inspect.signature(Theirs)).partition("seen")[0])
        )
        for given, named in [((), {}), (("a", 1, [], 0, {}), {}), (("a",), {"worked_out": {}})]:
            with pytest.raises(TypeError):
                Ours(*given, **named)

    def test_is_replaced_copied_pickled_and_matched(self) -> None:
        one = Ours("a", 3, ["x"], 5)
        assert dataclasses.replace(one, count=4) == Ours("a", 4, ["x"])
        assert copy.deepcopy(one) == copy.copy(one) == pickle.loads(pickle.dumps(one)) == one
        assert copy.copy(one).aside == 5
        match one:
            case Ours(name, count):
                assert (name, count) == ("a", 3)

    def test_that_holds_itself_can_be_shown(self) -> None:
        one = Ours("a")
        one.seen.append(one)
        assert "seen=[...]" in repr(one)

    def test_of_any_other_kind_is_refused(self) -> None:
        with pytest.raises(TypeError, match="frozen data with slots"):
            dataclass(frozen=True, slots=False)

    @pytest.mark.parametrize("name", ["__post_init__", "__repr__", "__eq__", "__hash__"])
    def test_with_a_method_that_would_be_lost_is_refused(self, name: str) -> None:
        with pytest.raises(TypeError, match=f"its own {name}"):
            dataclass(frozen=True, slots=True)(type("Own", (), {name: lambda self: None}))

    @pytest.mark.parametrize("more", [{"kw_only": True}, {"hash": False}, {"hash": True}])
    def test_with_a_field_of_another_kind_is_refused(self, more: Any) -> None:
        body = {"__annotations__": {"name": str}, "name": dataclasses.field(**more)}
        with pytest.raises(TypeError, match="'name' has kw_only or hash"):
            dataclass(frozen=True, slots=True)(type("Own", (), body))

    def test_has_methods_of_the_module_it_stands_in(self) -> None:
        for name in ("__init__", "__eq__", "__hash__"):
            assert getattr(Ours, name).__module__ == __name__


def test_every_event_action_and_part_of_a_tree_is_known_to_dataclasses() -> None:
    kinds = [
        kind
        for module in (events, model, state)
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    ]
    frozen = [kind for kind in kinds if dataclasses.is_dataclass(kind)]
    assert len(frozen) > 25
    for kind in frozen:
        assert kind.__slots__ == tuple(field.name for field in dataclasses.fields(kind))
