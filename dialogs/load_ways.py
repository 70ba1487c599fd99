"""Where a node leads: answers, targets, calls, and the windows of hours."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.load_values import Known, Reader
from dialogs.model import Answer, Go, Line, Window
from dialogs.problems import Notes, nearest
from dialogs.source import Block, Items, Text, Value, plain
from dialogs.vocabulary import RESERVED


class WayReader(Reader):
    """Reads what one tree says about ways."""

    def __init__(self, path: str, name: str, known: Known, note: Notes) -> None:
        super().__init__(path, note)
        self.name = name
        self.known = known

    def optional_line(self, raw: Block, key: str, id_: str) -> Line | None:
        """The text under a key as a line that may be spoken."""
        value = self.text(raw, key)
        return None if value is None else self.line(id_, value, self.known)

    def answers(self, slug: Text, raw: Block, prefix: str, ask: str | None) -> Mapping[str, Answer]:
        inner = self.block(raw, "answers")
        if inner is None:
            if ask is not None and "answers" not in raw:
                self.need(raw, "answers", f"question '{slug}'", self.at(slug))
            return {}
        found = {}
        for choice, value in inner.items():
            if choice != "else":
                self.expect_choice(choice, ask)
            who = f"choice '{choice}' of node '{slug}'"
            say, set_ = None, {}
            if isinstance(value, Block):
                self.expect_keys(value, ("go", "say", "set"), f"answer '{choice}'")
                say = self.optional_line(value, "say", f"{prefix}.answers.{choice}")
                set_ = self.words(value, "set")
                self.need(value, "go", f"answer '{choice}'", self.at(choice))
                go = self.ways(value.value("go"), who)
            else:
                go = self.ways(value, who)
            found[plain(choice)] = Answer(plain(choice), go, say, set_, self.at(choice))
        choices = self.known.choices.get(ask or "", ())
        missing = [choice for choice in choices if choice not in found]
        if missing and "else" not in found:
            named = ", ".join(f"'{choice}'" for choice in missing)
            self.note("T020", self.at(slug), slug, slug=slug, missing=named)
        return found

    def expect_choice(self, choice: Text, ask: str | None) -> None:
        choices = self.known.choices.get(ask or "")
        if choices is not None and choice not in choices:
            self.note(
                "T009",
                self.at(choice),
                choice,
                choice=choice,
                ask=ask,
                maybe=nearest(choice, choices),
                choices=", ".join(choices),
            )

    def ways(self, value: Value | None, who: str) -> tuple[Go, ...]:
        """A target, or a list of `{if, to}` of which the first that holds is taken."""
        if value is None:
            return ()
        if isinstance(value, Text):
            return (Go(self.target(value, who), None, self.at(value)),)
        if not isinstance(value, Items):
            self.wrong(value, "go", "a target, or a list of targets with conditions")
            return ()
        found = []
        for item in value:
            if not isinstance(item, Block):
                self.wrong(item, "go", "'to' with 'if'")
                continue
            self.expect_keys(item, ("if", "to"), "a way of 'go'")
            to = self.text(item, "to")
            if to is None:
                self.need(item, "to", "a way of 'go'", self.at(item))
                continue
            place, condition = self.target(to, who), self.condition(item)
            found.append(Go(place, condition, self.at(to), self.at(item.value("if"))))
        self.expect_a_last_resort(value, "go")
        return tuple(found)

    def expect_a_last_resort(self, value: Items, key: str) -> None:
        """Note a list whose last entry has a condition: what if none holds?"""
        last = value[-1] if value else None
        if isinstance(last, Block) and (condition := last.value("if")) is not None:
            self.note("T014", self.at(condition), "", key=key)

    def target(self, to: Text, who: str, *, reserved: bool = True) -> str:
        """The place that a target names."""
        if to in RESERVED and reserved:
            return plain(to)
        name, slash, slug = to.rpartition("/")
        name = name if slash else self.name
        place = self.known.starts.get(name, "") if slash and not slug else f"{name}/{slug}"
        if place in self.known.places or name in self.known.unread:
            return place
        maybe = nearest(to, self.targets())
        code = "T003" if name in self.known.starts else "T022"
        self.note(code, self.at(to), to, who=who, target=to, slug=slug, tree=name, maybe=maybe)
        return place

    def targets(self) -> list[str]:
        """Everything that a target in this tree may be."""
        own = [place for place in self.known.places if place.startswith(f"{self.name}/")]
        slugs = [place.rpartition("/")[2] for place in own]
        return [*slugs, *self.known.places, *(f"{tree}/" for tree in self.known.starts), *RESERVED]

    def call(self, slug: Text, raw: Block) -> str | None:
        value = self.text(raw, "call")
        if value is None:
            return None
        name = value.rstrip("/")
        if name not in self.known.starts and name not in self.known.unread:
            maybe = nearest(name, self.known.starts)
            who = f"node '{slug}'"
            self.note("T022", self.at(value), value, who=who, tree=name, maybe=maybe)
        return name

    def windows(self, slug: Text, raw: Block) -> tuple[Window, ...]:
        """Stretches of hours since the slip, without a gap or an overlap."""
        value = raw.value("windows")
        if value is None:
            return ()
        if not isinstance(value, Items):
            self.wrong(value, "windows", "a list")
            return ()
        found: list[Window] = []
        for item in value:
            window = self.window(slug, item)
            if window is None:
                return ()
            found.append(window)
        reached: float | None = 0.0
        for window in sorted(found, key=lambda w: w.from_hours):
            hours = f"{window.from_hours:g}"
            if reached is None or window.from_hours < reached:
                self.note("T018", window.source, "", slug=slug, hours=hours)
            elif window.from_hours > reached:
                self.note("T017", window.source, "", slug=slug, start=f"{reached:g}", hours=hours)
            reached = window.to_hours
        if reached is not None:
            last = found[-1].source if found else self.at(slug)
            self.note("T017", last, "", slug=slug, start=f"{reached:g}", hours="the end")
        return tuple(found)

    def window(self, slug: Text, item: Value) -> Window | None:
        if not isinstance(item, Block):
            self.wrong(item, "windows", "'hours' with 'go' and 'caution'")
            return None
        self.expect_keys(item, ("hours", "go", "caution"), "a window")
        for key in ("hours", "go", "caution"):
            self.need(item, key, "a window", self.at(item))
        hours, go = self.text(item, "hours"), self.text(item, "go")
        if hours is None or go is None:
            return None
        first, dash, last = hours.partition("-")
        try:
            from_hours, to_hours = float(first), float(last) if last else None
        except ValueError:
            dash = ""
        if not dash:
            self.odd(hours, "hours", "like 0-24, or 72- for an open end")
            return None
        to = self.target(go, f"window '{hours}' of node '{slug}'")
        caution = int(self.number(item, "caution", 0))
        return Window(from_hours, to_hours, to, caution, self.at(hours))
