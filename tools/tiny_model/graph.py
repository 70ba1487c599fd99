"""The search graphs that Vosk composes while it listens, and the table of words.

`HCLr.fst` goes from the network's outputs to words, `Gr.fst` holds how likely
words follow each other. They stay apart, so that a grammar can take the place
of `Gr.fst` at run time. `HCLr.fst` looks ahead: its labels, and so those of
`Gr.fst` and `words.txt`, are renumbered for that (Kaldi's `mkgraph_lookahead.sh`).
"""

import math
import os
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pywrapfst as fst

from tools.tiny_model.pronounce import Pronunciations

UNKNOWN = "[unk]"
UNKNOWN_COST, UNKNOWN_PHONE_COST = 2.0, 1.6
"""What it costs to hear a word that is not known, and each of its sounds."""
BLANK = 1
DISCOUNT = 0.7
LEAST_PAIRS = 4
"""Pairs of words said less often than this are left to the single words."""

Sentence = tuple[str, ...]


def write_graphs(
    lexicon: Mapping[str, Pronunciations],
    phones: list[str],
    sentences: Iterable[Sentence],
    to: Path,
) -> None:
    """Write the folder `graph` into `to`. Raises where Debian's libfst-tools is missing."""
    (to / "graph").mkdir(parents=True, exist_ok=True)
    words = {word: number for number, word in enumerate([*sorted(lexicon), UNKNOWN], 1)}
    hcl = _add_outputs(_lexicon_tree(lexicon, phones, words), len(phones), words[UNKNOWN])
    grammar = bigrams(sentences, words)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hcl.write(str(folder / "hcl.fst"))
        grammar.write(str(folder / "g.fst"))
        _run(f"fstarcsort --sort_type=olabel {folder}/hcl.fst {folder}/sorted.fst")
        _run(
            "fstconvert --fst_type=olabel_lookahead "
            f"--save_relabel_opairs={folder}/labels.txt {folder}/sorted.fst {to}/graph/HCLr.fst"
        )
        _run(
            f"fstrelabel --relabel_ipairs={folder}/labels.txt "
            f"--relabel_opairs={folder}/labels.txt {folder}/g.fst {folder}/gr.fst"
        )
        _run(f"fstarcsort --sort_type=ilabel {folder}/gr.fst {folder}/grs.fst")
        _run(f"fstconvert --fst_type=const {folder}/grs.fst {to}/graph/Gr.fst")
        pairs = (folder / "labels.txt").read_text(encoding="ascii").split()
    new = dict(zip(map(int, pairs[::2]), map(int, pairs[1::2]), strict=True))
    table = sorted((new.get(number, number), word) for word, number in words.items())
    lines = ["<eps> 0", *(f"{word} {number}" for number, word in table)]
    (to / "graph" / "words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    # Vosk wants this file; no disambiguation symbol is in use.
    (to / "graph" / "disambig_tid.int").write_text("100000\n", encoding="ascii")


def _lexicon_tree(
    lexicon: Mapping[str, Pronunciations], phones: list[str], words: Mapping[str, int]
) -> fst.VectorFst:
    """Phones to words, as small as it gets: beginnings and ends are shared.

    Words that sound alike are told apart by marks above the phones, which are
    gone again afterwards.
    """
    ids = {phone: number for number, phone in enumerate(phones, BLANK + 1)}
    first_mark = len(phones) + BLANK + 1
    by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word, ways in lexicon.items():
        for way in dict.fromkeys(ways):
            by_sound[way].append(word)
    tree = fst.VectorFst()
    root = tree.add_state()
    tree.set_start(root)
    for way, alike in sorted(by_sound.items()):
        for number, word in enumerate(sorted(alike)):
            at = root
            for label, phone in zip([words[word]] + [0] * len(way), way, strict=False):
                after = tree.add_state()
                tree.add_arc(at, _arc(ids[phone], label, after))
                at = after
            end = tree.add_state()
            # A mark even where there is nothing to tell apart: "I" also begins "ice".
            tree.add_arc(at, _arc(first_mark + number, 0, end))
            tree.set_final(end)
    tree = fst.determinize(tree)
    tree.minimize()
    return tree


def _add_outputs(tree: fst.VectorFst, phones: int, unknown: int) -> fst.VectorFst:
    """The network's outputs to words: each phone once or more, then as many blanks as come."""
    graph = fst.VectorFst()
    places = {state: graph.add_state() for state in tree.states()}
    loop = places[tree.start()]
    graph.set_start(loop)
    graph.set_final(loop)
    _blanks(graph, loop)
    inside: dict[tuple[int, int], int] = {}

    def sounding(phone: int, after: int) -> int:
        state = inside.get((phone, after))
        if state is None:
            state = inside[phone, after] = graph.add_state()
            graph.add_arc(state, _arc(_stay(phone), 0, state))
            graph.add_arc(state, _arc(0, 0, after))
        return state

    for state, place in places.items():
        ends = False
        for arc in tree.arcs(state):
            if arc.ilabel > phones + BLANK:  # the end of a word
                graph.add_arc(place, _arc(0, arc.olabel, loop))
                continue
            ends = True
            after = places[arc.nextstate]
            graph.add_arc(place, _arc(_leave(arc.ilabel), arc.olabel, sounding(arc.ilabel, after)))
        if place != loop and ends:
            _blanks(graph, place)
    _unknown_word(graph, loop, phones, unknown)
    return graph.connect()


def _unknown_word(graph: fst.VectorFst, loop: int, phones: int, unknown: int) -> None:
    """Any sounds at all, for a price that grows with each."""
    between = graph.add_state()
    graph.add_arc(between, _arc(0, 0, loop))
    _blanks(graph, between)
    for phone in range(BLANK + 1, BLANK + 1 + phones):
        state = graph.add_state()
        graph.add_arc(state, _arc(_stay(phone), 0, state))
        graph.add_arc(state, _arc(0, 0, between))
        graph.add_arc(loop, _arc(_leave(phone), unknown, state, UNKNOWN_COST + UNKNOWN_PHONE_COST))
        graph.add_arc(between, _arc(_leave(phone), 0, state, UNKNOWN_PHONE_COST))


def _blanks(graph: fst.VectorFst, place: int) -> None:
    blank = graph.add_state()
    graph.add_arc(place, _arc(_leave(BLANK), 0, blank))
    graph.add_arc(blank, _arc(_stay(BLANK), 0, blank))
    graph.add_arc(blank, _arc(0, 0, place))


def _stay(phone: int) -> int:
    return 2 * phone - 1


def _leave(phone: int) -> int:
    return 2 * phone


def bigrams(sentences: Iterable[Sentence], words: Mapping[str, int]) -> fst.VectorFst:
    """How likely a word follows another, with absolute discounting; unseen pairs fall back."""
    single: Counter[str] = Counter(word for word in words if word != UNKNOWN)  # each once more
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        known = [word if word in words else "" for word in sentence]
        single.update(word for word in known if word)
        single[_END] += 1
        for before, after in zip([_START, *known], [*known, _END], strict=True):
            if before and after:
                pairs[before][after] += 1
    total = sum(single.values())
    grammar = fst.VectorFst()
    any_word = grammar.add_state()
    kept = {before: {after: count for after, count in followers.items() if count >= LEAST_PAIRS}
            for before, followers in pairs.items()}  # fmt: skip
    after_word = {before: grammar.add_state() for before, pair in sorted(kept.items()) if pair}
    grammar.set_start(after_word[_START])
    for word, count in sorted(single.items()):
        _add(grammar, any_word, word, count / total, words, after_word.get(word, any_word))
    for before, state in after_word.items():
        seen = sum(pairs[before].values())
        left = 1.0
        for word, count in sorted(kept[before].items()):
            share = (count - DISCOUNT) / seen
            # What the single words would give it too is counted here once.
            left -= share
            _add(grammar, state, word, share, words, after_word.get(word, any_word))
        unseen = 1 - sum(single[word] for word in kept[before]) / total
        grammar.add_arc(state, _arc(0, 0, any_word, -math.log(left / max(unseen, 1e-3))))
    return grammar


_START, _END = "<s>", "</s>"


def _add(
    grammar: fst.VectorFst, state: int, word: str, share: float, words: Mapping[str, int], to: int
) -> None:
    if word == _END:
        grammar.set_final(state, fst.Weight("tropical", -math.log(share)))
    else:
        grammar.add_arc(state, _arc(words[word], words[word], to, -math.log(share)))


def _arc(into: int, out: int, to: int, cost: float = 0.0) -> fst.Arc:
    return fst.Arc(into, out, fst.Weight("tropical", cost), to)


def _run(command: str) -> None:
    # Debian keeps the look-ahead type in a folder that the loader does not search.
    plugins = "/usr/lib/x86_64-linux-gnu/fst/22"
    subprocess.run(command.split(), check=True, env={**os.environ, "LD_LIBRARY_PATH": plugins})
