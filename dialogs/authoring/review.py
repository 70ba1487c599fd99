"""A person signs what he or she has read: the mark is written beside the text in its file.

Nothing here decides that a text is right. The mark holds a name, a day, and a hash of the
text as it was read: when the text changes, the mark is stale.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dialogs.check_graph import ways_of
from dialogs.check_lines import lines_of_node, slug_of, tree_of
from dialogs.check_reviews import review_hash
from dialogs.load import read_trees
from dialogs.model import Node, Review, Trees

_ROW = re.compile(r"^\| (`[^|]+`[^|]*) \|(.+)\|\s*$", re.MULTILINE)
_NAME = re.compile(r"`([^`]+)`")
KEYS = ("reviewed_by", "reviewed_on", "reviewed_hash")
NOBODY = {"none", "nobody", "null", "unknown", "anonymous"}
LONGEST_NAME = 120


class NotSigned(Exception):
    """The mark could not be written; the message says why, and the file is as it was."""


def find_unreviewed(trees: Trees) -> Iterator[Node]:
    """Clinical nodes that nobody has signed, or whose text has changed since."""
    for node in trees.nodes.values():
        marked = node.clinical and "reviewed_by" in node.places
        if marked and (node.review.by is None or node.review.text_hash != review_hash(node, trees)):
            yield node


def show(node: Node, trees: Trees, sources: Mapping[str, str]) -> str:
    """All that a reviewer has to read of a node: what is said, where it leads, what it rests on."""
    path, line, _ = node.source
    parts = [f"{path}:{line}", f"{node.place}", ""]
    parts += [f"  {slot}: {one.text}   [{one.id}]" for slot, one in lines_of_node(node)]
    tree = trees.trees[tree_of(node.place)]
    if node.place == tree.start:
        ends = (("stop", tree.stop), ("closing", tree.closing))
        parts += [f"  {slot}: {one.text}   [{one.id}]" for slot, one in ends if one is not None]
    ways = list(dict.fromkeys(to for to, _ in ways_of(node)))
    if node.answers:
        answers = (f"{choice} -> {answer.go[-1].to}" for choice, answer in node.answers.items())
        parts.append(f"  answers: {', '.join(answers)}")
    elif ways:
        parts.append(f"  leads to: {', '.join(ways)}")
    stem = f"{tree.name}.{slug_of(node.place)}"
    parts.append(f"  source: {sources.get(stem, 'none is listed for this node')}")
    if node.review.by is not None:
        parts.append(f"  changed since {node.review.by} signed it on {node.review.on}")
    return "\n".join(parts)


def read_sources(page: Path) -> dict[str, str]:
    """What each node rests on, by `tree.node`, from the tables of docs/sources.md."""
    if not page.is_file():
        return {}
    found: dict[str, str] = {}
    for names, rest in _ROW.findall(page.read_text("utf-8")):
        for name in _NAME.findall(names):
            found[name] = " | ".join(cell.strip() for cell in rest.split("|"))
    return found


def as_name(typed: str) -> str:
    """The name as it is written into a mark. Raises `NotSigned` for what names nobody."""
    words = typed.split()
    named = [word for word in words if sum(map(str.isalpha, word)) > 1]
    nobody = {word.casefold().strip(",.;") for word in words} & NOBODY
    if len(named) < 2 or nobody or len(typed) > LONGEST_NAME or not typed.strip().isprintable():
        raise NotSigned(
            f"this is no name: {typed[:40]!r}\n"
            "  mend: write your own first and last name and your profession, on one line."
        )
    return " ".join(words)


def sign(node: Node, trees: Trees, folder: Path, name: str, today: date) -> None:
    """Write the person's mark into the node's file. Raises `NotSigned`.

    The file is read again first: what is signed must be the text that was shown. And after:
    nothing but this node's mark may have changed, else the file is put back as it was.
    """
    review = Review(as_name(name), today.isoformat(), review_hash(node, trees))
    path = Path(node.source[0]).resolve()
    now = _of_tree(node, _as_it_is_now(node, trees, folder))
    before = path.read_bytes()
    text = _marked(before.decode("utf-8-sig"), slug_of(node.place), review)
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    _write(path, mark + text.encode())
    if _of_tree(node, read_trees(folder)[0]) != {
        **now,
        node.place: replace(now[node.place], review=review),
    }:
        _write(path, before)
        raise NotSigned(
            f"{path}: the mark does not fit in here\n"
            f"  mend: write {', '.join(KEYS)} on lines of their own below 'clinical: true'."
        )


def _as_it_is_now(node: Node, trees: Trees, folder: Path) -> Trees:
    now = read_trees(folder)[0]
    found = now.nodes.get(node.place)
    if found is None or review_hash(found, now) != review_hash(node, trees):
        raise NotSigned(
            f"{node.source[0]}: '{node.place}' has changed since it was shown\n"
            "  mend: run steady review again, and read it as it is now."
        )
    return now


def _of_tree(node: Node, trees: Trees) -> dict[str, Node]:
    """All the nodes of the tree that `node` is in: one file."""
    return {
        place: one for place, one in trees.nodes.items() if tree_of(place) == tree_of(node.place)
    }


def _marked(text: str, slug: str, review: Review) -> str:
    """The file's text with the three marks at this node, in the manner it is written in."""
    block = _under(_under(yaml.compose(text, Loader=yaml.BaseLoader), "nodes")[1], slug)[1]
    written = json.dumps(review.by, ensure_ascii=False), str(review.on), str(review.text_hash)
    marks = dict(zip(KEYS, written, strict=True))
    known = {key.value for key, _ in block.value}
    missing = [f"{key}: {mark}" for key, mark in marks.items() if key not in known]
    key, value = _under(block, KEYS[0])
    if block.flow_style:
        at, added = value.end_mark.index, "".join(f", {one}" for one in missing)
    else:
        line = re.compile(r"[^\r\n]*(\r\n|\n|\r)?").match(text, value.end_mark.index)
        assert line is not None, "the pattern also fits nothing"
        at, indent = line.end(1) if line[1] else line.end(), " " * key.start_mark.column
        end = line[1] or ("\r\n" if "\r\n" in text else "\n")
        added = "".join(f"{indent}{one}{end}" for one in missing)
        added = added if line[1] or not added else end + added.removesuffix(end)
    edits = [(at, at, added)]
    for name in known & set(KEYS):
        _, old = _under(block, name)
        edits.append((old.start_mark.index, old.end_mark.index, marks[name]))
    # From the last to the first, so that no place moves before it is used.
    for start, end_at, new in sorted(edits, reverse=True):
        glue = " " if text[start - 1] == ":" else ""
        text = text[:start] + glue + new + text[end_at:]
    return text


def _under(block: Any, name: str) -> tuple[Any, Any]:
    """The key and the value of that name, as PyYAML's nodes with their places."""
    return next((key, value) for key, value in block.value if key.value == name)


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing: a file that is half written would be no tree at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(path.stat().st_mode & 0o777)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
