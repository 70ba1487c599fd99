"""What can be wrong with the trees: numbered, told once each, with how to mend it.

The catalogue stands in `problems_*.py` by family. A code is never used again
for anything else. `problems_docs.py` makes docs/problems.md of it.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dialogs.frozen import dataclass
from dialogs.model import Source


class Kind(NamedTuple):
    """One entry of the catalogue."""

    code: str
    title: str
    message: str
    """With `{placeholders}` that the rule fills."""
    mend: str
    why: str
    """One or two sentences for the documentation."""
    bad: str
    """A file that has this problem and no other, when it lies in an otherwise good folder."""
    file: str = "trees/example.yaml"
    """Where in that folder."""
    release: bool = False
    """Only `steady check --release` looks for it."""
    old: str = ""
    """What the file was before, for problems that `steady check --against` finds."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, ready to be printed."""

    path: str
    line: int
    column: int
    code: str
    message: str
    mend: str
    excerpt: str
    """The line of the file, and carets under the words that are meant."""

    def __str__(self) -> str:
        head = f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}\n"
        return f"{head}{self.excerpt}  mend: {self.mend}"


class ContentProblems(Exception):
    """The trees cannot be used; all that is wrong with them, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_file_order(problems)
        super().__init__("\n\n".join(map(str, self.problems)))


class DamagedFile(ValueError):
    """A file that came with the program is not there, or not as it was."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path}: {what}\n  mend: pip install --force-reinstall --no-deps steady-ground"
        )


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems as an author works through them, each once."""
    return tuple(
        sorted(dict.fromkeys(problems), key=lambda p: (p.path, p.line, p.column, p.code, p.message))
    )


class Notes:
    """Problems, gathered as they are met."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def __call__(self, code: str, source: Source, words: str = "", /, **values: object) -> None:
        self.found.append(problem(code, source, words, **values))


def problem(code: str, source: Source, words: str = "", /, **values: object) -> Problem:
    """The problem of that code at a place, `words` being underlined where they stand.

    The words may come later than the place itself, in a text of several lines.
    """
    kind = catalogue()[code]
    line, column, excerpt = _point_at(source, words)
    message, mend = kind.message.format(**values), kind.mend.format(**values)
    return Problem(source[0], line, column, code, message, mend, excerpt)


@cache
def catalogue() -> dict[str, Kind]:
    """Every kind of problem, by its code."""
    # Read only when there is something to tell: a good folder starts without it.
    from dialogs import (
        problems_edits,
        problems_numbers,
        problems_questions,
        problems_shape,
        problems_words,
    )

    families = (
        problems_shape,
        problems_questions,
        problems_words,
        problems_numbers,
        problems_edits,
    )
    kinds = [kind for family in families for kind in family.KINDS]
    return {kind.code: kind for kind in sorted(kinds)}


def nearest(word: str, known: Iterable[str], *, otherwise: bool = True) -> str:
    """`did you mean 'x'? Otherwise `, or nothing when no known word is near.

    >>> nearest("breakfst", ["sleep", "breakfast"])
    "did you mean 'breakfast'? Otherwise "
    """
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), n=1, cutoff=0.7)
    if not found:
        return ""
    return f"did you mean '{found[0]}'?" + (" Otherwise " if otherwise else "")


_LINES_SEARCHED = 12
"""How far below its beginning a text is searched for the words that are meant."""


def _point_at(source: Source, words: str) -> tuple[int, int, str]:
    path, line, column = source
    try:
        lines = Path(path).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return line, column, ""
    for number, start in _starts(line, column):
        if words and number <= len(lines):
            found = lines[number - 1].find(words, start - 1)
            if found >= 0:
                return number, found + 1, _excerpt(lines[number - 1], found + 1, len(words))
    if not 1 <= line <= len(lines):
        return line, column, ""
    written = lines[line - 1]
    rest = written[column - 1 :].split(" #")[0].rstrip()
    return line, column, _excerpt(written, column, len(rest) or 1)


def _starts(line: int, column: int) -> Iterator[tuple[int, int]]:
    yield line, column
    for later in range(line + 1, line + _LINES_SEARCHED):
        yield later, 1


_WIDEST = 100


def _excerpt(written: str, column: int, width: int) -> str:
    """The line, moved to four spaces, cut where it is long, with carets below.

    >>> print(_excerpt("      well: breakfst", 13, 8), end="")
        well: breakfst
              ^^^^^^^^
    """
    written = written.rstrip().replace("\t", " ")
    indent = len(written) - len(written.lstrip())
    start = column - 1 - indent
    text = written.lstrip()
    if start + width > _WIDEST:
        cut = max(0, min(start, start + width - _WIDEST))
        text, start = ("..." if cut else "") + text[cut:], start - cut + (3 if cut else 0)
    width = max(1, min(width, _WIDEST + 3 - start))
    text = text[: _WIDEST + 3] + ("..." if len(text) > _WIDEST + 3 else "")
    return f"    {text}\n    {' ' * max(0, start)}{'^' * width}\n"
