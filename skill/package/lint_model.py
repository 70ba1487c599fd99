"""What is wrong with an interaction model, beyond what Amazon's schema says."""

import re
from collections.abc import Iterator
from typing import Any

from skill.package.model import AMAZONS_WORDS, CATCH_ALL_VALUES, DANGER_INTENTS, WAKE_WORDS
from skill.package.model import same as same_words
from skill.package.problem import PackageProblem, problem

MOST_INTENTS = 250
MOST_VALUES = 50_000
MOST_CHARACTERS = {"sample": 200, "value": 140}

_NAME = re.compile(r"[a-z][a-z'. ]*[a-z.]")
_NOT_IN_NAME = frozenset((
    "run", "start", "play", "resume", "use", "launch", "ask", "open", "tell", "load", "begin",
    "enable", "alexa", "amazon", "echo", "computer", "skill", "app", "to", "from", "in", "using",
    "with", "about", "for", "that", "by", "if", "and", "whether",
))  # fmt: skip
_LITTLE = frozenset((
    "a", "an", "the", "at", "of", "on", "off", "up", "down", "as", "into", "onto", "out", "over",
    "under", "one", "my", "your", "our",
))  # fmt: skip
_SIGN = re.compile(r"[^A-Za-z '._\-{}]")
_SLOT = re.compile(r"\{([^{}]*)\}")
_INTENT = re.compile(r"[A-Za-z_]+|AMAZON\.[A-Za-z]+")


def lint_model(path: str, model: dict[str, Any]) -> Iterator[PackageProblem]:
    """The problems of one model, in the order of the rules."""
    language = model["interactionModel"]["languageModel"]
    intents, types = language.get("intents", []), language.get("types", [])
    yield from _invocation(path, language["invocationName"])
    for intent in intents:
        yield from _intent(path, intent, {kind["name"] for kind in types})
    yield from _names(path, intents)
    yield from _shared(path, intents)
    catching = [kind for kind in types if _catches_all(kind, intents)]
    if not catching:
        yield problem(path, "K024")
    for kind in types:
        yield from _values(path, kind)
    for kind in catching:
        yield from _what_it_catches(path, kind, intents)
    values = sum(len(kind.get("values", ())) for kind in types)
    for what, count, most in (
        ("intents", len(intents), MOST_INTENTS),
        ("values of slot types", values, MOST_VALUES),
    ):
        if count > most:
            yield problem(path, "K030", what=what, count=count, most=most)


def _invocation(path: str, name: str) -> Iterator[PackageProblem]:
    words = name.split()
    if not _NAME.fullmatch(name) or len(words) < 2:
        yield problem(path, "K001", name=name)
    for word in words:
        if word in _NOT_IN_NAME:
            yield problem(path, "K002", name=name, word=word)
    little = next((word for word in words if word in _LITTLE), None)
    if len(words) == 2 and little:
        yield problem(path, "K003", name=name, word=little)


def _intent(path: str, intent: dict[str, Any], types: set[str]) -> Iterator[PackageProblem]:
    name, samples = intent["name"], intent.get("samples", ())
    slots = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
    if not samples and not name.startswith("AMAZON."):
        yield problem(path, "K017", intent=name)
    for slot, kind in slots.items():
        if kind not in types and not kind.startswith("AMAZON."):
            yield problem(path, "K014", slot=slot, intent=name, kind=kind)
    for sample in samples:
        yield from _text(path, sample, "sample")
        used = _SLOT.findall(sample)
        for slot in used:
            if slot not in slots:
                yield problem(path, "K013", intent=name, slot=slot, text=sample)
        if "AMAZON.SearchQuery" in {slots.get(slot) for slot in used}:
            if len(used) > 1:
                yield problem(path, "K016", text=sample, intent=name)
            elif not _SLOT.sub("", sample).strip():
                yield problem(path, "K015", text=sample, intent=name)


def _text(path: str, text: str, what: str) -> Iterator[PackageProblem]:
    sign = _SIGN.search(_SLOT.sub("", text))
    if sign:
        yield problem(path, "K010", text=text, sign=sign[0])
    wake = WAKE_WORDS.search(text.lower())
    if wake:
        yield problem(path, "K011", text=text, word=wake[0])
    if len(text) > MOST_CHARACTERS[what]:
        yield problem(path, "K012", text=text, length=len(text), most=MOST_CHARACTERS[what])


def _names(path: str, intents: list[dict[str, Any]]) -> Iterator[PackageProblem]:
    seen: set[str] = set()
    for name in (intent["name"] for intent in intents):
        if name in seen or not _INTENT.fullmatch(name):
            yield problem(path, "K018", intent=name)
        seen.add(name)
    for code, needed in (("K020", AMAZONS_WORDS), ("K025", DANGER_INTENTS.values())):
        for name in needed:
            if name not in seen:
                yield problem(path, code, intent=name)


def _shared(path: str, intents: list[dict[str, Any]]) -> Iterator[PackageProblem]:
    """Samples that two intents have, or that one has twice."""
    owner: dict[tuple[str, ...], str] = {}
    for name, words in AMAZONS_WORDS.items():
        owner |= {same_words(text): name for text in words}
    for intent in intents:
        for sample in intent.get("samples", ()):
            key = (sample,) if "{" in sample else same_words(sample)
            if key in owner:
                yield problem(path, "K021", text=sample, intent=owner[key], other=intent["name"])
            owner[key] = intent["name"]


def _values(path: str, kind: dict[str, Any]) -> Iterator[PackageProblem]:
    texts: set[str] = set()
    ids: set[str] = set()
    for value in kind.get("values", ()):
        text = value["name"]["value"]
        for said in (text, *value["name"].get("synonyms", ())):
            yield from _text(path, said, "value")
            if said.lower() in texts:
                yield problem(path, "K031", kind=kind["name"], text=said)
            texts.add(said.lower())
        if "id" in value:
            if value["id"] in ids:
                yield problem(path, "K032", kind=kind["name"], text=value["id"])
            ids.add(value["id"])


def _catches_all(kind: dict[str, Any], intents: list[dict[str, Any]]) -> bool:
    """Whether some sample is nothing but this type: all free speech comes through it."""
    bare = {f"{{{slot['name']}}}" for i in intents for slot in i.get("slots", ())
            if slot["type"] == kind["name"]}  # fmt: skip
    return any(sample in bare for intent in intents for sample in intent.get("samples", ()))


def _what_it_catches(
    path: str, kind: dict[str, Any], intents: list[dict[str, Any]]
) -> Iterator[PackageProblem]:
    """All kinds of speech, and nothing that belongs to another intent."""
    name, texts = kind["name"], [value["name"]["value"] for value in kind.get("values", ())]
    lengths = [len(text.split()) for text in texts] or [0]
    short, long = min(lengths), max(lengths)
    least, longest = CATCH_ALL_VALUES
    if len(texts) < least or short > 1 or long < longest:
        yield problem(path, "K033", kind=name, count=len(texts), short=short, long=long)
    dangers = {
        same_words(sample): intent["name"]
        for intent in intents
        if intent["name"] in DANGER_INTENTS.values()
        for sample in intent.get("samples", ())
    }
    built_in = {same_words(text): owner for owner, said in AMAZONS_WORDS.items() for text in said}
    for text in texts:
        words = same_words(text)
        if words in dangers:
            yield problem(path, "K022", text=text, kind=name, intent=dangers[words])
        if words in built_in:
            yield problem(path, "K023", text=text, kind=name, intent=built_in[words])
