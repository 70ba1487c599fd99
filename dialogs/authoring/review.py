"""A person signs what he or she has read: the mark is written beside the text in its file.

Nothing here decides that a text is right. The mark holds a name, a day, and a hash of the
text as it was read: when the text changes, the mark is stale.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from dialogs.check_graph import ways_of
from dialogs.check_lines import lines_of_node, slug_of, tree_of
from dialogs.check_reviews import review_hash
from dialogs.load import read_trees
from dialogs.model import Node, Trees

_ROW = re.compile(r"^\| (`[^|]+`[^|]*) \|(.+)\|\s*$", re.MULTILINE)
_NAME = re.compile(r"`([^`]+)`")
KEYS = ("reviewed_by", "reviewed_on", "reviewed_hash")


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


def sign(node: Node, trees: Trees, folder: Path, name: str, today: date) -> None:
    """Write the person's mark into the node's file. Raises `NotSigned`.

    The file is read again first: what is signed must be the text that was shown.
    """
    path = Path(node.source[0])
    marks = (json.dumps(name, ensure_ascii=False), today.isoformat(), review_hash(node, trees))
    before = path.read_text("utf-8")
    _write(path, _marked(before, _as_it_is_now(node, trees, folder), marks))
    after = read_trees(folder)[0]
    signed = after.nodes.get(node.place)
    if signed is None or signed.review.text_hash != review_hash(signed, after):
        _write(path, before)
        raise NotSigned(
            f"{path}: the mark does not fit in here\n"
            f"  mend: write {', '.join(KEYS)} on lines of their own below 'clinical: true'."
        )


def _as_it_is_now(node: Node, trees: Trees, folder: Path) -> Node:
    now = read_trees(folder)[0]
    found = now.nodes.get(node.place)
    if found is None or review_hash(found, now) != review_hash(node, trees):
        raise NotSigned(
            f"{node.source[0]}: '{node.place}' has changed since it was shown\n"
            "  mend: run steady review again, and read it as it is now."
        )
    return found


def _marked(text: str, node: Node, marks: tuple[str, str, str]) -> str:
    """The file's text with the three marks at this node, in the manner it is written in."""
    lines = text.splitlines(keepends=True)
    # From the last to the first, so that no place moves before it is used.
    known = [(node.places[key], mark) for key, mark in zip(KEYS, marks, strict=True)
             if key in node.places]  # fmt: skip
    for (_, line, column), mark in sorted(known, reverse=True):
        old = lines[line - 1]
        end = column - 1 + len(_value(old[column - 1 :]))
        lines[line - 1] = old[: column - 1] + mark + old[end:]
    _, line, column = node.places["reviewed_by"]
    missing = [f"{key}: {mark}" for key, mark in zip(KEYS, marks, strict=True)
               if key not in node.places]  # fmt: skip
    if missing:
        old = lines[line - 1]
        end = column - 1 + len(_value(old[column - 1 :]))
        indent = old[: len(old) - len(old.lstrip())]
        inline = "{" in old[: column - 1]
        glue = ", " if inline else f"\n{indent}"
        lines[line - 1] = old[:end] + "".join(glue + one for one in missing) + old[end:]
    return "".join(lines)


def _value(rest: str) -> str:
    """The scalar at the beginning of `rest`."""
    found = re.match(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|[^,}\n#]*[^,}\n#\s]', rest)
    return found.group() if found else ""


def _write(path: Path, text: str) -> None:
    """All of it or nothing: a file that is half written would be no tree at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(temporary).chmod(path.stat().st_mode & 0o777)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
