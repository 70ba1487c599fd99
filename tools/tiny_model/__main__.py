"""Make the small model: `python -m tools.tiny_model`. Under half an hour on two idle cores.

--folder DIR   where sounds and weights are kept between the steps
--step NAME    synthesise, features, train or export alone; default: all, in this order
"""

import argparse
import pickle
import random
from pathlib import Path
from typing import Any

from tools.tiny_model.corpus import count_words, read_corpus, sentences, utterances, vocabulary
from tools.tiny_model.pronounce import pronounce, read_dictionary

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "voice_local" / "synthetic_speech_model"
STEPS = ("synthesise", "features", "train", "export")


def main() -> None:
    """Run the steps that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.tiny_model", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "tiny_model")
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--utterances", type=int, default=10_000)
    parser.add_argument("--width", type=int, default=176)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--begin", type=Path, metavar="NET.pt", help="train on from these weights")
    parser.add_argument("--to", type=Path, default=MODEL)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for step in [asked.step] if asked.step else STEPS:
        print(f"{step} ...", flush=True)
        globals()[step](asked)


def synthesise(asked: argparse.Namespace) -> None:
    """Words, their sounds, and the phrases spoken."""
    from tools.tiny_model.synthesise import make_jobs
    from tools.tiny_model.synthesise import synthesise as speak_all

    rng = random.Random(1)
    corpus = read_corpus()
    counts = count_words(corpus, rng)
    words = vocabulary(corpus, counts, read_dictionary())
    lexicon = pronounce(words)
    phrases = list(utterances(corpus, sorted(lexicon), asked.utterances, rng))
    jobs = make_jobs(phrases, rng)
    sounds = speak_all(jobs)
    recorded = [job.voice.synthesiser == "flite" for job in jobs]
    hours = sum(map(len, sounds)) / 16_000 / 3600
    print(f"{len(lexicon)} words, {len(phrases)} phrases, {hours:.1f} hours")
    with (asked.folder / "spoken.pickle").open("wb") as file:
        pickle.dump((lexicon, phrases, sounds, recorded), file, protocol=5)


def features(asked: argparse.Namespace) -> None:
    """The sounds as they reach a microphone, as features."""
    from tools.tiny_model.features import make_takes, take_features

    lexicon, phrases, sounds, recorded = _load(asked.folder / "spoken.pickle")
    takes = make_takes(recorded, random.Random(2))
    words = [phrases[take.index] for take in takes]
    with (asked.folder / "features.pickle").open("wb") as file:
        pickle.dump((lexicon, words, take_features(sounds, takes)), file, protocol=5)


def train(asked: argparse.Namespace) -> None:
    """The network."""
    from tools.tiny_model.train import Spoken
    from tools.tiny_model.train import train as train_net

    lexicon, words, taken = _load(asked.folder / "features.pickle")
    data = Spoken(taken, words, lexicon)
    train_net(data, asked.width, asked.epochs, asked.folder / "net.pt", asked.begin)


def export(asked: argparse.Namespace) -> None:
    """The folder that Vosk reads."""
    import torch

    from tools.tiny_model.export import write_acoustic_model
    from tools.tiny_model.graph import write_graphs
    from tools.tiny_model.train import phones_of

    lexicon = _load(asked.folder / "spoken.pickle")[0]
    weights = torch.load(asked.folder / "net.pt", weights_only=False)
    write_acoustic_model(weights, asked.to)
    write_graphs(lexicon, phones_of(lexicon), sentences(read_corpus()), asked.to)
    size = sum(path.stat().st_size for path in asked.to.rglob("*") if path.is_file())
    print(f"{asked.to}: {size / 1e6:.2f} MB")


def _load(path: Path) -> Any:
    with path.open("rb") as file:
        return pickle.load(file)


if __name__ == "__main__":
    main()
