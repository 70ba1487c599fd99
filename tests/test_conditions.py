"""Conditions: what they mean, and what is told when they cannot be read."""

import pytest

from dialogs.conditions import (
    ConditionError,
    Variables,
    facts_asked,
    holds,
    parse_condition,
)

KNOWN: Variables = {
    "told": "yes",
    "when": "known",
    "substances": ("kratom", "alcohol"),
    "trigger": ("stress",),
    "nothing_named": (),
}


def says(text: str) -> bool:
    """Whether the condition holds for what is known."""
    return holds(parse_condition(text), KNOWN)


class TestIs:
    def test_a_word_is_itself_and_no_other(self) -> None:
        """Plain equality."""
        assert says("told is yes")
        assert not says("told is no")

    def test_what_is_not_known_is_nothing(self) -> None:
        """An unknown variable equals no value."""
        assert not says("asked is yes")

    def test_several_values_are_not_one(self) -> None:
        """`is` asks for the only value, `has` for one among others."""
        assert says("trigger is stress")
        assert not says("substances is alcohol")

    def test_known_is_a_value_as_well(self) -> None:
        """`when` holds `known` or `unknown`."""
        assert says("when is known")
        assert not says("when is unknown")


class TestHas:
    def test_one_among_several(self) -> None:
        """A list has each of its values."""
        assert says("substances has alcohol")
        assert not says("substances has benzo")

    def test_any_of_them(self) -> None:
        """`has any` needs one of the named ones."""
        assert says("substances has any benzo ghb alcohol")
        assert not says("substances has any benzo ghb")

    def test_a_single_word_has_itself(self) -> None:
        """A variable of one word is a list of one."""
        assert says("told has yes")
        assert not says("told has any no unsure")

    def test_nothing_has_nothing(self) -> None:
        """An empty or unknown list has no value."""
        assert not says("nothing_named has alcohol")
        assert not says("unheard has alcohol")


class TestKnown:
    def test_what_has_a_value_is_known(self) -> None:
        """Also a list with something in it."""
        assert says("told known")
        assert says("substances known")

    def test_nothing_is_not_known(self) -> None:
        """An empty list says as little as no list."""
        assert not says("nothing_named known")
        assert not says("unheard known")


class TestJoining:
    def test_and_binds_closer_than_or(self) -> None:
        """As in speech, and as in Python."""
        assert says("told is yes or told is no and when is unknown")
        assert not says("(told is yes or told is no) and when is unknown")

    def test_not_binds_closest(self) -> None:
        """`not a and b` is `(not a) and b`."""
        assert parse_condition("not told known and when known") == (
            "and",
            ("not", ("known", "told")),
            ("known", "when"),
        )

    def test_not_not_is_nothing(self) -> None:
        """Twice denied is said."""
        assert says("not not told is yes")

    def test_any_ends_at_and(self) -> None:
        """The list of `has any` does not swallow what follows."""
        assert says("substances has any benzo kratom and told is yes")

    def test_everything_asked_for_is_found(self) -> None:
        """For the lint: variables with the values they are compared to."""
        asked = facts_asked(parse_condition("a is b and not (c has any d e or f known)"))
        assert list(asked) == [("a", ("b",)), ("c", ("d", "e")), ("f", ())]


class TestErrors:
    @pytest.mark.parametrize(
        ("text", "message", "offset"),
        [
            ("", "expected the name of a variable", 0),
            ("   ", "expected the name of a variable", 0),
            ("told", "expected 'is', 'has' or 'known' after 'told'", 4),
            ("told is", "expected a value after 'is'", 7),
            ("told is and when known", "expected a value after 'is'", 8),
            ("told has any", "expected a value after 'has any'", 12),
            ("told = yes", "'=' means nothing in a condition", 5),
            ("(told is yes", "expected ')' to close the parenthesis", 12),
            ("told is yes) or", "expected 'and' or 'or' before ')'", 11),
            ("told is yes when known", "expected 'and' or 'or' before 'when'", 12),
            ("Told is yes", "expected the name of a variable", 0),
            ("told is yes and", "expected the name of a variable", 15),
            ("not", "expected the name of a variable", 3),
        ],
    )
    def test_error_says_what_was_expected_and_where(
        self, text: str, message: str, offset: int
    ) -> None:
        """The place counts from the first letter."""
        with pytest.raises(ConditionError) as error:
            parse_condition(text)
        assert (error.value.message, error.value.offset) == (message, offset)
