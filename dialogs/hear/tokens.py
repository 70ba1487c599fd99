"""An utterance's words in the form in which meaning is looked up.

People and recognisers write one word in many ways (`couldn't`, `couldnt`,
`couldnae`, `could not`); a rule should have to name it once. A word becomes
one or more *stems*: contractions are opened, dialect and speech spellings are
mapped to the plain word, and endings are cut. What a negation denies is found
here too, because every listener of meaning needs it.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_OPENED = {
    "can't": "can not", "cant": "can not", "cannot": "can not", "cannae": "can not",
    "won't": "will not", "wont": "will not", "ain't": "is not", "aint": "is not",
    "isnae": "is not", "wasnae": "was not", "wisnae": "was not", "didnae": "did not",
    "dinnae": "do not", "dinna": "do not", "doesnae": "does not", "huvnae": "have not",
    "havnae": "have not", "hadnae": "had not", "hudnae": "had not", "couldnae": "could not",
    "wouldnae": "would not", "willnae": "will not", "nae": "no", "naw": "no", "nah": "no",
    "im": "i am", "ive": "i have", "i'ma": "i am going to", "imma": "i am going to",
    "gonna": "going to", "gunna": "going to", "gon": "going to", "finna": "going to",
    "wanna": "want to", "gotta": "got to", "hafta": "have to", "tryna": "trying to",
    "oughta": "ought to", "kinda": "kind of", "sorta": "sort of", "lotta": "lot of",
    "outta": "out of", "coulda": "could have", "shoulda": "should have", "gimme": "give me",
    "lemme": "let me", "dunno": "do not know", "dunnae": "do not know", "whats": "what is",
    "thats": "that is", "hows": "how is", "theres": "there is", "shes": "she is",
    "its": "it is", "hes": "he is", "theyre": "they are", "youre": "you are",
    "didnt": "did not", "dont": "do not", "doesnt": "does not", "wasnt": "was not",
    "isnt": "is not", "werent": "were not", "arent": "are not", "havent": "have not",
    "hasnt": "has not", "hadnt": "had not", "couldnt": "could not", "wouldnt": "would not",
    "shouldnt": "should not", "let's": "let us", "y'all": "you", "yall": "you",
    "d'you": "do you", "ya": "you", "ye": "you", "yous": "you", "u": "you",
    "cause": "because", "cuz": "because", "cos": "because", "'cause": "because",
    "ah": "i", "ah'm": "i am", "ah've": "i have", "ahm": "i am", "am": "am", "ma": "my",
    "mah": "my", "me": "me", "wi": "with", "aboot": "about", "oot": "out", "tae": "to",
    "hame": "home", "heid": "head", "daein": "doing", "dae": "do", "hud": "had", "hae": "have",
    "huv": "have", "gie": "give", "wee": "wee", "wis": "was", "aw": "all", "fae": "from",
    "masel": "myself", "mum": "mom", "mam": "mom", "mama": "mom", "mommy": "mom",
    "mummy": "mom", "daddy": "dad", "everythin": "everything", "nothin": "nothing",
    "nuthin": "nothing", "nuffin": "nothing", "nowt": "nothing", "summat": "something",
    "somethin": "something", "em": "them", "til": "till", "until": "till", "gray": "grey",
    "ok": "okay", "alright": "okay", "w": "with", "n": "and", "wit": "with", "tho": "though",
    "innit": "", "like": "like", "um": "", "uh": "", "er": "", "erm": "", "uhm": "", "hm": "",
    "hmm": "", "mm": "", "mmm": "", "ehm": "", "eh": "", "ach": "", "och": "", "aye": "yes",
    "yeah": "yes", "yep": "yes", "yup": "yes", "yea": "yes",
}  # fmt: skip

_IRREGULAR = {
    "took": "take", "taken": "take", "taking": "take", "takes": "take", "tuk": "take",
    "drank": "drink", "drunk": "drunk", "drinking": "drink", "slept": "sleep",
    "sleeping": "sleep", "sleeps": "sleep", "asleep": "asleep", "felt": "feel",
    "feeling": "feel", "feelings": "feel", "broke": "break", "broken": "break",
    "woke": "wake", "waking": "wake", "woken": "wake", "wakes": "wake", "using": "use",
    "used": "use", "uses": "use", "fought": "fight", "ate": "eat", "eaten": "eat",
    "had": "have", "has": "have", "having": "have", "hurts": "hurt", "hurting": "hurt",
    "kids": "kid", "was": "be", "is": "be", "are": "be", "were": "be", "been": "be",
    "am": "be", "being": "be", "did": "do", "does": "do", "done": "do", "doing": "do",
    "went": "go", "gone": "gone", "going": "go", "goes": "go", "got": "get", "getting": "get",
    "gets": "get", "gotten": "get", "lost": "lose", "losing": "lose", "paid": "pay",
    "said": "say", "says": "say", "saying": "say", "told": "tell", "bought": "buy",
    "left": "leave", "leaving": "leave", "fell": "fall", "fallen": "fall", "feet": "foot",
    "teeth": "tooth", "people": "people", "men": "man", "women": "woman", "wives": "wife",
    "thought": "think", "thinking": "think", "kept": "keep", "keeps": "keep", "gave": "give",
    "given": "give", "giving": "give", "lying": "lie", "laying": "lie", "dying": "die",
    "died": "die", "quitting": "quit", "quits": "quit", "stopped": "stop", "caught": "catch",
    "found": "find", "knew": "know", "known": "know", "came": "come", "coming": "come",
    "meds": "med", "this": "this", "his": "his", "yes": "yes", "us": "us", "bus": "bus",
    "paws": "paws", "pause": "pause", "stress": "stress", "always": "always", "goods": "good",
    "nothing": "nothing", "something": "something", "anything": "anything",
    "everything": "everything", "morning": "morning", "evening": "evening", "thing": "thing",
    "things": "thing", "bring": "bring", "brought": "bring", "shot": "shot", "wedding": "wedding",
    "ring": "ring", "king": "king", "bed": "bed", "red": "red", "need": "need", "feed": "feed",
    "weed": "weed", "speed": "speed", "xanies": "xanax", "chose": "choose", "made": "make",
    "making": "make", "hid": "hide", "shook": "shake", "shaking": "shake", "wore": "wear",
    "stole": "steal", "stuck": "stick", "hung": "hang", "sat": "sit", "stood": "stand",
    "beat": "beat", "beaten": "beat", "burnt": "burn", "less": "less", "ass": "ass",
    "hearing": "hearing", "meeting": "meeting", "news": "news", "inning": "inning",
    "boss": "boss", "miss": "miss", "mess": "mess", "loss": "loss", "gas": "gas",
}  # fmt: skip

SELF = frozenset(("i", "my", "me", "we", "our", "us", "myself", "mine"))
"""Who says one of these speaks of themself."""

_CONTRACTED = re.compile(r"^([a-z]+)'(s|m|re|ve|d|ll|t)$")
_TAILS = {"s": "be", "m": "be", "re": "be", "ve": "have", "d": "have", "ll": "will"}


def stem(word: str) -> str:
    """The word without its ending, the same for all forms of one verb or noun.

    >>> [stem(w) for w in ("throbbing", "throbbed", "smoke", "smoking", "bills", "worries")]
    ['throb', 'throb', 'smok', 'smok', 'bill', 'worry']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4:
        return word
    if word.endswith("in'"):
        word = word[:-1] + "g"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            if ending == "es" and not word.endswith(("sses", "xes", "ches", "shes", "zes")):
                continue
            if ending == "s" and word.endswith(("ss", "us", "is")):
                break
            word = word[: -len(ending)]
            if ending != "s" and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    return word


def _table() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {word: (found,) for word, found in _IRREGULAR.items()}
    known |= {word: tuple(map(stem, plain.split())) for word, plain in _OPENED.items()}
    return known


_KNOWN = _table()


def _opened(word: str) -> tuple[str, ...]:
    if "'" in word:
        if word.endswith("n't"):
            return (stem(word[:-3]), "not")
        found = _CONTRACTED.match(word)
        if found and found[2] in _TAILS:
            return (stem(found[1]), _TAILS[found[2]])
        word = word.replace("'", "")
    return (stem(word),)


def stems(words: Iterable[str]) -> list[str]:
    """The stems of all words, in order; hesitations leave nothing.

    >>> stems("it wasn't um the bills".split())
    ['it', 'be', 'not', 'the', 'bill']
    """
    found: list[str] = []
    for word in words:
        known = _KNOWN.get(word)
        found += _opened(word) if known is None else known
    return found


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a lexicon file; every scalar a string, as written."""
    with path.open(encoding="utf-8") as file:
        content = yaml.load(file, Loader=_LOADER)
    return dict(content)
