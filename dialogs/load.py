"""The conversations as they lie in files, as one `Trees`.

All files are read before any tree is built, so that every reference can be
followed; all that is wrong is gathered and told at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from dialogs.load_tree import read_tree
from dialogs.load_values import Known, Reader
from dialogs.model import Line, Node, Number, Tree, Trees
from dialogs.problems import ContentProblems, Notes, Problem
from dialogs.source import Block, Text, read_source
from dialogs.vocabulary import ASKED, FACTS

PACKAGE = Path(__file__).parent
NUMBER_KEYS = (
    "spoken", "service", "takes", "source", "source_read_on", "dialled_on", "dialled_by",
)  # fmt: skip


def load_trees(folder: Path = PACKAGE / "trees", language: str = "en", region: str = "us") -> Trees:
    """Everything that can be said, ready for the engine.

    Raises `ContentProblems` with every problem that keeps the trees from being
    used. What loads may still be bad style or bad care: `check.py` says so.
    """
    trees, problems = read_trees(folder, language, region)
    if problems:
        raise ContentProblems(problems)
    return trees


def read_trees(
    folder: Path = PACKAGE / "trees", language: str = "en", region: str = "us"
) -> tuple[Trees, list[Problem]]:
    """The trees as far as they can be understood, and what is wrong with them.

    `numbers/`, `lexicon/` and `languages/` are looked for beside the folder,
    else those of the package are taken.
    """
    note = Notes()
    paths = sorted(path for path in folder.rglob("*.yaml") if not path.name.startswith("."))
    files = {_tree_name(folder, path): path for path in paths}
    raw = {name: _read_tree(path, note) for name, path in files.items()}
    system = raw.pop("system", None)
    numbers = _read_numbers(beside(folder, "numbers") / f"{region}.yaml", note)
    known = _gather(raw, _read_choices(beside(folder, "lexicon") / "choices.yaml", note), numbers)

    trees: dict[str, Tree] = {}
    nodes: dict[str, Node] = {}
    for name, block in raw.items():
        if block:
            tree, found = read_tree(shown(files[name]), name, block, known, note)
            trees[name] = tree
            nodes.update(found)
    lines = _read_own_lines(shown(files["system"]), system, known, note) if system else {}
    loaded = Trees(
        trees=trees,
        nodes=nodes,
        lines=lines,
        numbers=numbers,
        hash=_hash({**raw, "system": system}),
        topics=_claims(trees.values(), "topic", note),
        dangers=_claims(trees.values(), "danger", note),
    )
    if language != "en":
        from dialogs.load_language import overlay

        spoken = sorted((beside(folder, "languages") / language).rglob("*.yaml"))
        texts = [(shown(path), _read(path, note)) for path in spoken]
        loaded = overlay(loaded, texts, language, known, note)
    return loaded, note.found


def shown(path: Path) -> str:
    """A path as an editor and a person can use it: from here, where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _tree_name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix()


def beside(folder: Path, name: str) -> Path:
    """The folder of that name next to the trees, or that of the package."""
    own = folder.parent / name
    return own if own.is_dir() else PACKAGE / name


def _read(path: Path, note: Notes) -> Block:
    block, faults = read_source(path)
    for fault in faults:
        source = (shown(path), fault.line, fault.column)
        if fault.kind == "duplicate":
            note("T002", source, fault.what, key=fault.what)
        else:
            note("T001", source, "", what=fault.what)
    return block


def _read_tree(path: Path, note: Notes) -> Block:
    """As `_read`; an empty file is a problem, for others go to places that it should hold."""
    known = len(note.found)
    block = _read(path, note)
    if not block and len(note.found) == known:
        note("T001", (shown(path), 1, 1), "", what="the file is empty")
    return block


def _gather(
    raw: Mapping[str, Block], choices: Mapping[str, tuple[str, ...]], numbers: Iterable[str]
) -> Known:
    """What trees may refer to, seen without building any of them."""
    starts, places, words = {}, set(), set()
    for name, block in raw.items():
        start = block.value("start")
        starts[name] = f"{name}/{start}" if isinstance(start, Text) else ""
        nodes = block.value("nodes")
        for slug, node in (nodes if isinstance(nodes, Block) else {}).items():
            places.add(f"{name}/{slug}")
            if isinstance(node, Block) and node.value("ask") == "words":
                words.add(str(node.value("save") or slug))
    return Known(
        starts=starts,
        places=frozenset(places),
        unread=frozenset(name for name, block in raw.items() if not block),
        choices={**choices, **ASKED},
        placeholders=frozenset([*numbers, *FACTS, *words]),
    )


def _read_choices(path: Path, note: Notes) -> dict[str, tuple[str, ...]]:
    """The choice sets with their choices; the phrases are for the ears."""
    found = {}
    for name, choices in (_read(path, note) if path.is_file() else {}).items():
        if isinstance(choices, Block):
            found[str(name)] = tuple(map(str, choices))
    return found


def _read_numbers(path: Path, note: Notes) -> dict[str, Number]:
    if not path.is_file():
        return {}
    reader = Reader(shown(path), note)
    top = _read(path, note)
    found = {}
    for key, raw in (reader.block(top, "numbers") or {}).items():
        if not isinstance(raw, Block):
            reader.wrong(raw, key, "keys with values")
            continue
        reader.expect_keys(raw, NUMBER_KEYS, f"number '{key}'")
        reader.need(raw, "spoken", f"number '{key}'", reader.at(key))
        values = {name: str(reader.text(raw, name) or "") for name in NUMBER_KEYS}
        found[str(key)] = Number(
            key=str(key),
            spoken=values["spoken"],
            service=values["service"],
            source=values["source"],
            source_read_on=values["source_read_on"],
            dialled_on=values["dialled_on"],
            place=reader.at(key),
        )
    return found


def _read_own_lines(path: str, raw: Block, known: Known, note: Notes) -> dict[str, Line]:
    reader = Reader(path, note)
    reader.expect_keys(raw, ("about", "lines"), "the engine's own lines")
    found = {}
    for key, value in (reader.block(raw, "lines") or {}).items():
        if isinstance(value, Text):
            found[str(key)] = reader.line(f"system.{key}", value, known)
        else:
            reader.wrong(value, key, "text")
    return found


def _claims(trees: Iterable[Tree], what: str, note: Notes) -> dict[str, str]:
    """Topic or danger to the tree that answers it; only one may."""
    found: dict[str, str] = {}
    for tree in trees:
        claim = getattr(tree, what)
        if claim is None:
            continue
        if claim in found:
            note(
                "T013", tree.source, "", what=what, claim=claim, tree=tree.name, other=found[claim]
            )
        else:
            found[claim] = tree.name
    return found


def _hash(content: object) -> str:
    """Twelve hex digits that change with anything that can be said or gone to."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
