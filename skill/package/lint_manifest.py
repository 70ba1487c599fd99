"""What is wrong with a skill.json, beyond what Amazon's schema says."""

import ipaddress
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from skill.package.model import same
from skill.package.problem import PackageProblem, problem

MOST_CHARACTERS = {"summary": 160, "description": 4_000}
MOST_IN_LIST = {"examplePhrases": 200, "keywords": 150}
MOST_KEYWORDS = 30

RIGHT_FLAGS = {
    "allowsPurchases": False,
    "containsAds": False,
    "isChildDirected": False,
    "usesPersonalInfo": True,
    "usesHealthInfo": False,
}

DISCLAIMERS = ("not medical advice", "not treatment", "not an emergency service", "911", "988")

_CLAIM = re.compile(
    r"\b(cur(?:e|es|ing)|heal(?:s|ing)?|proven|guarantee[sd]?|clinically|therapeutic|diagnoses"
    r"|prevents?|treats|fix(?:es)?|detox(?:es|ify)?|sav(?:e|es|ing) (?:your |a )?(?:life|lives)"
    r"|medically|doctor[- ]approved|fda)\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"alexa, (?:open|start|launch|(?:tell|ask) (?P<then>.+))", re.IGNORECASE)
_JOINS = ("to ", "for ", "about ", "that ")


def lint_manifest(
    path: str, manifest: dict[str, Any], models: Mapping[str, dict[str, Any]]
) -> Iterator[PackageProblem]:
    """The problems of skill.json; `models` are the interaction models by locale."""
    inside = manifest["manifest"]
    locales = inside["publishingInformation"]["locales"]
    for locale in sorted(locales.keys() ^ models.keys()):
        yield problem(path, "K053", locale=locale)
    for locale, texts in locales.items():
        yield from _lengths(path, texts)
        yield from _claims(path, texts)
        if locale in models:
            language = models[locale]["interactionModel"]["languageModel"]
            yield from _examples(path, texts.get("examplePhrases", ()), language)
    privacy = inside["privacyAndCompliance"]
    for flag, right in RIGHT_FLAGS.items():
        if privacy.get(flag) is not right:
            yield problem(path, "K052", flag=flag, value=privacy.get(flag), right=right)
    for texts in privacy["locales"].values():
        yield from _address(path, "K051", texts["privacyPolicyUrl"])
    parts = (inside["apis"]["custom"], inside.get("events", {}))
    for address in dict.fromkeys(part["endpoint"]["uri"] for part in parts if "endpoint" in part):
        yield from _address(path, "K050", address)


def _lengths(path: str, texts: dict[str, Any]) -> Iterator[PackageProblem]:
    for key, most in MOST_CHARACTERS.items():
        if len(texts.get(key, "")) > most:
            yield problem(path, "K040", what=key, length=len(texts[key]), most=most)
    for key, most in MOST_IN_LIST.items():
        for text in texts.get(key, ()):
            if len(text) > most:
                yield problem(path, "K040", what=f"{text!r}", length=len(text), most=most)
    if len(texts.get("keywords", ())) > MOST_KEYWORDS:
        count = len(texts["keywords"])
        yield problem(path, "K030", what="keywords", count=count, most=MOST_KEYWORDS)


def _claims(path: str, texts: dict[str, Any]) -> Iterator[PackageProblem]:
    for key in ("name", "summary", "description", "keywords"):
        text = texts.get(key, "")
        claim = _CLAIM.search(text if isinstance(text, str) else " ".join(text))
        if claim:
            yield problem(path, "K043", what=key, text=claim[0])
    for needed in DISCLAIMERS:
        if needed not in texts.get("description", ""):
            yield problem(path, "K044", text=needed)


def _examples(path: str, phrases: list[str], language: dict[str, Any]) -> Iterator[PackageProblem]:
    if len(phrases) != 3:
        yield problem(path, "K041", count=len(phrases))
    known = {
        same(text) for intent in language.get("intents", ()) for text in intent.get("samples", ())
    } | {same(v["name"]["value"]) for kind in language.get("types", ()) for v in kind["values"]}
    for place, phrase in enumerate(phrases):
        why = _why_not(phrase, language["invocationName"], known, opens=place == 0)
        if why:
            yield problem(path, "K042", text=phrase, why=why)


def _why_not(phrase: str, name: str, known: set[tuple[str, ...]], *, opens: bool) -> str | None:
    """Why nobody reaches the skill with this phrase, or None."""
    said = _PHRASE.match(phrase)
    if not said:
        return 'it does not begin with "Alexa, open", "Alexa, tell" or "Alexa, ask"'
    if not name or name not in phrase.lower():
        return f"it does not hold the invocation name {name!r}"
    then = said["then"]
    if then is None:
        return None
    if opens:
        return "the first one opens the skill and says no more"
    words = then.lower().partition(name)[2].strip()
    ways = (words, *(words.removeprefix(join) for join in _JOINS))
    return None if any(same(way) in known for way in ways) else f"nothing in the model is {words!r}"


def _address(path: str, code: str, address: str) -> Iterator[PackageProblem]:
    why = _why_unreachable(address)
    if why:
        yield problem(path, code, text=address, why=why)


def _why_unreachable(address: str) -> str | None:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "https" or not host:
        return "it does not begin with https:// and a host"
    if _is_ip(host) or "." not in host or host.endswith((".local", ".lan", ".internal")):
        return "its host has no public name"
    if parts.netloc != host:
        return "it has a port or a user in it"
    return None


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def lint_icon(path: str, size: str, pixels: int, content: bytes | None) -> Iterator[PackageProblem]:
    """The problem of an icon, if it has one; `content` is None where the file is missing."""
    why = "is missing" if content is None else _why_no_icon(content, pixels)
    if why:
        yield problem(path, "K054", size=size, pixels=pixels, why=why)


def _why_no_icon(content: bytes, pixels: int) -> str | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < 33:
        return "is not a PNG"
    wide, high = struct.unpack(">II", content[16:24])
    return None if (wide, high) == (pixels, pixels) else f"is {wide} by {high} pixels"
