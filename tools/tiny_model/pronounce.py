"""How words sound: the CMU dictionary, and espeak-ng's reading of what it lacks ("kratom").

Phones are those of the dictionary, without stress: 39 of them.
"""

# ruff: noqa: RUF001, RUF002  (IPA looks like other letters)

from pathlib import Path

from tools.voices import ipa

Pronunciations = tuple[tuple[str, ...], ...]

# espeak-ng's --ipa, longest first; length marks and stress are dropped before.
_IPA = {
    "tʃ": "CH", "dʒ": "JH", "eɪ": "EY", "aɪ": "AY", "ɔɪ": "OY", "oʊ": "OW", "əʊ": "OW", "aʊ": "AW",
    "ɪə": "IH R", "eə": "EH R", "ʊə": "UH R", "aɪə": "AY AH", "aɪɚ": "AY ER", "oɹ": "AO R",
    "ɑɹ": "AA R", "ɛɹ": "EH R", "ɪɹ": "IH R", "ʊɹ": "UH R", "əl": "AH L",
    "i": "IY", "ɪ": "IH", "ᵻ": "IH", "ɛ": "EH", "e": "EH", "æ": "AE", "a": "AE", "ɑ": "AA",
    "ɒ": "AA", "ɔ": "AO", "o": "OW", "ʊ": "UH", "u": "UW", "ʌ": "AH", "ə": "AH", "ɐ": "AH",
    "ɚ": "ER", "ɜ": "ER", "ɝ": "ER",
    "p": "P", "b": "B", "t": "T", "d": "D", "k": "K", "ɡ": "G", "g": "G", "f": "F", "v": "V",
    "θ": "TH", "ð": "DH", "s": "S", "z": "Z", "ʃ": "SH", "ʒ": "ZH", "h": "HH", "m": "M", "n": "N",
    "ŋ": "NG", "l": "L", "ɹ": "R", "r": "R", "j": "Y", "w": "W", "ɾ": "T", "ʔ": "T", "x": "K",
}  # fmt: skip
_LONGEST_FIRST = sorted(_IPA, key=len, reverse=True)


OURS = {"kratom": ("K R EY T AH M", "K R AE T AH M", "K R AA T AH M")}
"""Said in several ways, none of which is in the dictionary."""


def read_dictionary() -> dict[str, list[tuple[str, ...]]]:
    """The CMU dictionary that comes with pocketsphinx: every way of saying each word."""
    from pocketsphinx import get_model_path

    known: dict[str, list[tuple[str, ...]]] = {}
    text = Path(get_model_path("en-us/cmudict-en-us.dict")).read_text(encoding="utf-8")
    for line in text.splitlines():
        word, *phones = line.split()
        known.setdefault(word.split("(")[0], []).append(tuple(phones))
    for word, ways in OURS.items():
        known[word] = [tuple(way.split()) for way in ways]
    return known


def pronounce(words: list[str]) -> dict[str, Pronunciations]:
    """Each word with at most three pronunciations."""
    known = read_dictionary()
    found = {word: tuple(known[word][:3]) for word in words if word in known}
    for word in words:
        if word not in found:
            phones = phones_of_ipa(ipa(word))
            if phones:
                found[word] = (phones,)
    return found


def phones_of_ipa(said: str) -> tuple[str, ...]:
    """The dictionary's phones for a word in IPA.

    >>> phones_of_ipa("kɹˈeɪɾəm")
    ('K', 'R', 'EY', 'T', 'AH', 'M')
    """
    text = "".join(c for c in said if c not in "ˈˌː‿ \n͡ʲ̩")
    phones: list[str] = []
    while text:
        for sound in _LONGEST_FIRST:
            if text.startswith(sound):
                phones += _IPA[sound].split()
                text = text[len(sound) :]
                break
        else:
            text = text[1:]
    return tuple(phones)
