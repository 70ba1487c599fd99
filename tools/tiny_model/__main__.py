"""Make the small model: `python -m tools.tiny_model`.

--folder DIR   where sounds and weights are kept between the steps
--step NAME    synthesise, train or export alone; default: all, in this order
"""

import argparse
import pickle
import random
import sys
from pathlib import Path

from tools.tiny_model.corpus import (
    Corpus,
    count_words,
    read_corpus,
    sentences,
    utterances,
    vocabulary,
)
from tools.tiny_model.pronounce import Pronunciations, pronounce, read_dictionary

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "voice_local" / "synthetic_speech_model"
STEPS = ("synthesise", "train", "export")


def main() -> None:
    """Run the steps that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.tiny_model", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "tiny_model")
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--utterances", type=int, default=32_000)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--begin", type=Path, metavar="NET.pt", help="train on from these weights")
    parser.add_argument("--to", type=Path, default=MODEL)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for step in [asked.step] if asked.step else STEPS:
        print(f"{step} ...", flush=True)
        globals()[step](asked)


def synthesise(asked: argparse.Namespace) -> None:
    """Words, their sounds, and the phrases spoken."""
    from tools.tiny_model.synthesise import RECORDED, make_jobs
    from tools.tiny_model.synthesise import synthesise as speak_all
    from tools.voices import missing

    for command in {missing(voice.synthesiser) for voice in RECORDED} - {None}:
        sys.exit(f"A synthesiser is missing: {command}")
    rng = random.Random(1)
    corpus = read_corpus()
    lexicon = _lexicon(corpus)
    phrases = list(utterances(corpus, sorted(lexicon), asked.utterances, rng))
    jobs = make_jobs(phrases, rng)
    (asked.folder / "spoken.pickle").write_bytes(pickle.dumps((lexicon, jobs), protocol=5))
    samples = 0
    with (
        (asked.folder / "sounds.s16").open("wb") as file,
        (asked.folder / "lengths.txt").open("w", encoding="ascii") as lengths,
    ):
        for sound in speak_all(jobs, asked.processes):
            file.write(sound.tobytes())
            lengths.write(f"{len(sound)}\n")
            samples += len(sound)
    print(f"{len(lexicon)} words, {len(jobs)} phrases, {samples / 16_000 / 3600:.1f} hours")


def train(asked: argparse.Namespace) -> None:
    """The network."""
    from tools.tiny_model.spoken import Spoken
    from tools.tiny_model.train import train as train_net

    data = Spoken(asked.folder)
    train_net(data, asked.epochs, asked.folder / "net.pt", asked.begin, asked.processes)


def export(asked: argparse.Namespace) -> None:
    """The folder that Vosk reads; its words are those of today, whatever was spoken."""
    import torch

    from tools.tiny_model.export import write_acoustic_model
    from tools.tiny_model.graph import write_graphs
    from tools.tiny_model.spoken import phones_of

    corpus = read_corpus()
    lexicon = _lexicon(corpus)
    weights = torch.load(asked.folder / "net.pt", weights_only=False)
    write_acoustic_model(weights, asked.to)
    write_graphs(lexicon, phones_of(lexicon), sentences(corpus), asked.to)
    size = sum(path.stat().st_size for path in asked.to.rglob("*") if path.is_file())
    print(f"{asked.to}: {size / 1e6:.2f} MB")


def _lexicon(corpus: Corpus) -> dict[str, Pronunciations]:
    counts = count_words(corpus, random.Random(1))
    return pronounce(vocabulary(corpus, counts, read_dictionary()))


if __name__ == "__main__":
    main()
