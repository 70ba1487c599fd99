"""A problem of a skill package, told the way all problems are: where, what, how to mend it."""

from dataclasses import dataclass

from skill.package.rules import RULES


@dataclass(frozen=True, slots=True)
class PackageProblem:
    """One thing to mend, ready to be printed."""

    path: str
    code: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}: {self.code} {self.message}\n  mend: {self.mend}"


def problem(path: str, code: str, **what: object) -> PackageProblem:
    """The problem with this code of the file at `path`; `what` fills its placeholders."""
    rule = RULES[code]
    return PackageProblem(path, code, rule.message.format(**what), rule.mend.format(**what))
