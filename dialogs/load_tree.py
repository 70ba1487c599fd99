"""One file's YAML as a `Tree` and its nodes."""

from __future__ import annotations

from dialogs.load_values import SLUG, Known
from dialogs.load_ways import WayReader
from dialogs.model import Line, Node, Review, Shrink, Source, Tree
from dialogs.problems import Notes, nearest
from dialogs.source import Block, Items, Text, plain
from dialogs.vocabulary import ALSO, DANGERS, EFFECTS, RESERVED, TOPICS

TREE_KEYS = (
    "tree", "about", "topic", "danger", "stop", "closing", "start", "migrate", "nodes",
)  # fmt: skip
SAID = ("say", "set", "clinical", "reviewed_by", "reviewed_on", "reviewed_hash")
QUESTION_KEYS = (
    *SAID, "ask", "save", "also", "again", "shorter", "slower", "help", "silence", "shrink",
    "no_match", "answers", "otherwise", "patience_seconds", "barge_in",
)  # fmt: skip
STATEMENT_KEYS = (*SAID, "go", "call", "effect")
WINDOWS_KEYS = ("set", "clinical", "reviewed_by", "reviewed_on", "reviewed_hash", "windows")
NODE_KEYS = tuple(dict.fromkeys((*QUESTION_KEYS, *STATEMENT_KEYS, *WINDOWS_KEYS)))


def read_tree(
    path: str, name: str, raw: Block, known: Known, note: Notes
) -> tuple[Tree, dict[str, Node]]:
    """A tree with its nodes by place, as far as the file can be understood."""
    return _TreeReader(path, name, known, note).read(raw)


class _TreeReader(WayReader):
    def read(self, raw: Block) -> tuple[Tree, dict[str, Node]]:
        self.expect_keys(raw, TREE_KEYS, "a tree")
        top: Source = (self.path, 1, 1)
        if self.need(raw, "tree", "the tree", top):
            called = self.text(raw, "tree")
            if called is not None and called != self.name:
                self.note("T025", self.at(called), called, found=called, name=self.name)
        self.need(raw, "about", "the tree", top)
        start = self.text(raw, "start") if self.need(raw, "start", "the tree", top) else None
        danger = self.one_of(raw, "danger", DANGERS)
        nodes: dict[str, Node] = {}
        if self.need(raw, "nodes", "the tree", top):
            for slug, value in (self.block(raw, "nodes") or {}).items():
                self.check_slug(slug, "node")
                if isinstance(value, Block):
                    node = self.node(slug, value)
                    nodes[node.place] = node
                else:
                    self.wrong(value, slug, "keys with values")
        migrate = {}
        for old, new in (self.block(raw, "migrate") or {}).items():
            if isinstance(new, Text):
                migrate[str(old)] = self.target(new, f"'{old}' in 'migrate'")
            else:
                self.wrong(new, old, "text")
        tree = Tree(
            name=self.name,
            about=str(self.text(raw, "about") or ""),
            start=self.target(start, "'start'", reserved=False) if start is not None else "",
            topic=self.one_of(raw, "topic", TOPICS),
            danger=danger,
            stop=self.optional_line(raw, "stop", f"{self.name}.stop"),
            closing=self.optional_line(raw, "closing", f"{self.name}.closing"),
            migrate=migrate,
            source=self.at(raw.value("tree") or raw),
            places={plain(key): self.at(key) for key in raw},
        )
        return tree, nodes

    def check_slug(self, slug: Text, what: str) -> None:
        if not SLUG.match(slug) or slug in RESERVED:
            self.note("T007", self.at(slug), slug, slug=slug, what=what)

    # --- nodes -------------------------------------------------------------------

    def node(self, slug: Text, raw: Block) -> Node:
        place = f"{self.name}/{slug}"
        prefix = f"{self.name}.{slug}"
        ask = self.asked(raw)
        windows = self.windows(slug, raw)
        self.expect_node_keys(slug, raw)
        go = self.ways(raw.value("go"), f"node '{slug}'")
        effect = self.effect(raw)
        if "ask" not in raw and "go" not in raw and "windows" not in raw:
            self.note("T016", self.at(slug), slug, slug=slug)
        otherwise = self.text(raw, "otherwise")
        if "ask" in raw and otherwise is None:
            self.note("T015", self.at(slug), slug, slug=slug)
        save = self.text(raw, "save")
        if save is not None and not SLUG.match(save):
            self.note("T007", self.at(save), save, slug=save, what="variable")
        return Node(
            place=place,
            say=self.alternatives(raw, "say", f"{prefix}.say"),
            shorter=self.optional_line(raw, "shorter", f"{prefix}.shorter"),
            slower=self.optional_line(raw, "slower", f"{prefix}.slower"),
            help=self.optional_line(raw, "help", f"{prefix}.help"),
            silence=self.optional_line(raw, "silence", f"{prefix}.silence"),
            shrink=self.shrink(raw, prefix, ask),
            no_match=self.no_match(raw, f"{prefix}.no_match"),
            ask=ask,
            save=plain(save or slug) if "ask" in raw else None,
            also=self.also(raw),
            again=self.flag(raw, "again", False),
            answers=self.answers(slug, raw, prefix, ask),
            otherwise=None
            if otherwise is None
            else self.target(otherwise, f"'otherwise' of node '{slug}'"),
            go=go,
            call=self.call(slug, raw),
            windows=windows,
            set=self.words(raw, "set"),
            effect=effect,
            patience_seconds=self.number(raw, "patience_seconds", 8.0),
            barge_in=self.flag(raw, "barge_in", True),
            clinical=self.flag(raw, "clinical", False),
            review=self.review(raw),
            source=self.at(slug),
            places={plain(key): self.at(value) for key, value in raw.items()},
        )

    def expect_node_keys(self, slug: Text, raw: Block) -> None:
        self.expect_keys(raw, NODE_KEYS, f"node '{slug}'")
        kind: str = "a statement"
        allowed: tuple[str, ...] = STATEMENT_KEYS
        if "ask" in raw:
            kind, allowed = "a question", QUESTION_KEYS
        elif "windows" in raw:
            kind, allowed = "a node of windows", WINDOWS_KEYS
        for key in raw:
            if key in NODE_KEYS and key not in allowed:
                self.note("T021", self.at(key), key, key=key, kind=kind, slug=slug)

    def asked(self, raw: Block) -> str | None:
        ask = self.text(raw, "ask")
        if ask is not None and ask not in self.known.choices:
            self.note("T008", self.at(ask), ask, ask=ask, maybe=nearest(ask, self.known.choices))
        return None if ask is None else plain(ask)

    def effect(self, raw: Block) -> str | None:
        effect = self.text(raw, "effect")
        if effect is not None and effect not in EFFECTS:
            known = ", ".join(EFFECTS)
            maybe = nearest(effect, EFFECTS)
            self.note("T012", self.at(effect), effect, effect=effect, maybe=maybe, known=known)
            return None
        return None if effect is None else str(effect)

    def also(self, raw: Block) -> tuple[str, ...]:
        value = raw.value("also")
        if value is None:
            return ()
        if not isinstance(value, Items):
            self.wrong(value, "also", "a list")
            return ()
        found = []
        for item in value:
            if isinstance(item, Text) and item in ALSO:
                found.append(plain(item))
            elif isinstance(item, Text):
                self.odd(item, "also", "some of " + ", ".join(ALSO), nearest(item, ALSO))
            else:
                self.wrong(item, "also", "text")
        return tuple(found)

    def review(self, raw: Block) -> Review:
        by = self.text(raw, "reviewed_by")
        on = self.text(raw, "reviewed_on")
        text_hash = self.text(raw, "reviewed_hash")
        if by is None or by.strip().casefold() in ("", "none"):
            return Review()
        return Review(str(by), on and str(on), text_hash and str(text_hash))

    # --- what is said --------------------------------------------------------------

    def alternatives(self, raw: Block, key: str, id_: str) -> tuple[Line, ...]:
        """A text, or a list of `{id, if, text}` of which the first that holds is spoken."""
        value = raw.value(key)
        if value is None:
            return ()
        if isinstance(value, Text):
            return (self.line(id_, value, self.known),)
        if not isinstance(value, Items):
            self.wrong(value, key, "text, or a list of texts with conditions")
            return ()
        lines: list[Line] = []
        for number, item in enumerate(value, 1):
            if not isinstance(item, Block):
                self.wrong(item, key, "'text' with 'id' and 'if'")
                continue
            self.expect_keys(item, ("id", "if", "text"), f"a line of '{key}'")
            text = self.text(item, "text")
            if text is None:
                self.need(item, "text", f"a line of '{key}'", self.at(item))
                continue
            name = self.text(item, "id") or Text(number)
            if any(line.id == f"{id_}.{name}" for line in lines):
                self.note("T002", self.at(item.value("id")), name, key=name)
            lines.append(self.line(f"{id_}.{name}", text, self.known, item))
        self.expect_a_last_resort(value, key)
        return tuple(lines)

    def no_match(self, raw: Block, id_: str) -> tuple[Line, ...]:
        value = raw.value("no_match")
        if value is None:
            return ()
        if isinstance(value, Text):
            value = Items([value])
        elif isinstance(value, Block):
            self.wrong(value, "no_match", "a list of texts")
            return ()
        lines = []
        for number, item in enumerate(value, 1):
            if isinstance(item, Text):
                lines.append(self.line(f"{id_}.{number}", item, self.known))
            else:
                self.wrong(item, "no_match", "text")
        return tuple(lines)

    def shrink(self, raw: Block, prefix: str, ask: str | None) -> Shrink | None:
        inner = self.block(raw, "shrink")
        if inner is None:
            return None
        self.expect_keys(inner, ("say", "yes", "no"), "'shrink'")
        say, yes, no = (self.text(inner, key) for key in ("say", "yes", "no"))
        for key in ("say", "yes", "no"):
            self.need(inner, key, "'shrink'", self.at(inner))
        for choice in (yes, no):
            if choice is not None:
                self.expect_choice(choice, ask)
        if say is None or yes is None or no is None:
            return None
        return Shrink(self.line(f"{prefix}.shrink", say, self.known), str(yes), str(no))
