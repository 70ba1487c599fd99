"""The catalogue of problems as a page: `python -m dialogs.problems_docs > docs/problems.md`."""

from __future__ import annotations

import re

from dialogs.problems import Kind, catalogue

_LONGEST_EXAMPLE = 24


def document() -> str:
    """docs/problems.md, all of it."""
    kinds = catalogue().values()
    table = "\n".join(map(_row, kinds))
    return (
        "# Problems that `steady check` finds\n\n"
        "Written by `python -m dialogs.problems_docs` from the catalogue; a test fails when it is "
        "stale.\n"
        "Codes stay what they are. Those marked *release* are only looked for with `--release`, "
        "those marked *against* with `--against OLD`.\n\n"
        f"| code | problem | when |\n|---|---|---|\n{table}\n\n" + "\n".join(map(_section, kinds))
    )


def _row(kind: Kind) -> str:
    when = " release" if kind.release else " against" if kind.old else ""
    return f"| [{kind.code}](#{kind.code.lower()}) | {kind.title} |{when} |"


def _section(kind: Kind) -> str:
    example = (kind.bad or kind.old).rstrip("\n").splitlines()
    if len(example) > _LONGEST_EXAMPLE:
        example = [*example[:_LONGEST_EXAMPLE], "# ..."]
    shown = "\n".join(line if len(line) <= 110 else f"{line[:107]}..." for line in example)
    return (
        f"## {kind.code}\n\n**{kind.title.capitalize()}.** {kind.why}\n\n"
        f"> {_readable(kind.message)}\n>\n> mend: {_readable(kind.mend)}\n\n"
        f"{_where(kind)}\n\n```yaml\n{shown}\n```\n"
    )


def _where(kind: Kind) -> str:
    if not kind.bad:
        return f"Found where `{kind.file}` was, and is no more:"
    before = (
        f", which was before:\n\n```yaml\n{kind.old.rstrip()}\n```\n\nand is now"
        if kind.old
        else ""
    )
    return f"Found in `{kind.file}`{before}:"


def _readable(template: str) -> str:
    """The template with its placeholders as words that stand for something."""
    text = re.sub(r"(?<!\{)\{(maybe)\}(?!\})", "", template)
    text = re.sub(r"(?<!\{)\{(\w+)\}(?!\})", lambda match: match[1].upper(), text)
    return text.replace("{{", "{").replace("}}", "}")


if __name__ == "__main__":  # pragma: no cover
    print(document(), end="")
