"""Lines to learn triggers from, made of the situations in `data/concepts.yaml`.

A line of a person tells one scene; these tell every word that belongs to a
situation, in the few shapes in which people name one.
"""

import random
from itertools import product
from pathlib import Path

from dialogs.hear.tokens import read_yaml
from tools.vary_answers import split

CONCEPTS = Path(__file__).parent.parent / "data" / "concepts.yaml"
LABELS = ("stress", "social", "pain", "sleep", "paws", "none")
THINGS = [
    *("{}", "it was {}", "because of {}", "just {}", "mostly {}", "{} i guess", "i think {}"),
    *("{} mostly", "probably {}", "honestly {}", "it's {}", "{} really", "all the {}"),
]
OWN = ["my {}", "it was my {}", "because of my {}", "the {}", "the {} got to me", "this {}"]
DID = ["i {}", "{}", "i {}", "i just {}", "because i {}", "well i {}", "so i {}", "i {} that day"]
TOLD = ["{}", "{}", "because {}", "well {}", "{} and i caved", "{} that night", "{} so i used"]
CROSSED = {
    "stress": [
        *("my {kin} has {illness}", "my {kin} is in the hospital with {illness}"),
        *("my {kin} got {illness}", "my {kin} is dying", "my {kin} died", "my {kin} passed away"),
        *("my {kin} got sick", "my {kin} is in the hospital", "i lost my {kin} last month"),
        *("my {kin} was in an accident", "my {kin} got diagnosed with {illness}"),
        *("taking care of my {kin}", "worried about my {kin}", "my {kin}'s funeral"),
        *("my {kin} is in jail", "my {kin} was rushed to the er", "my {kin}'s surgery"),
        *("my {chief} yelled at me", "my {chief} is on my back", "my {chief} is breathing down"),
        *("my {chief} threatened me", "problems with my {chief}", "i got into it with my {chief}"),
        *("the {chief} called me in", "my {chief} wrote me up", "my {chief} keeps riding me"),
        *("a fight with my {chief}", "my {chief} chewed me out", "the {chief} was all over me"),
        *("the {broken} broke", "my {broken} died", "my {broken} quit on me", "the {broken} went"),
        *("my {broken} broke down and i can't fix it", "the {broken} is leaking"),
        *("the {owed} is due", "i can't pay my {owed}", "behind on {owed}", "i owe {owed}"),
        *("{owed} was due and i had nothing", "couldn't cover the {owed}", "the {owed} came"),
        *("they want the {owed}", "my {owed} went up", "{owed} is killing me", "late on {owed}"),
    ],
    "social": [
        *("my {mate} had some", "my {mate} came over with it", "my {mate} offered me one"),
        *("my {mate} was using", "my {mate} brought it by", "my {mate} gave me some"),
        *("hanging out with my {mate}", "i was at my {mate}'s", "i ran into my {mate}"),
        *("my {mate} called me up", "my {mate} talked me into it", "my {mate} hit me up"),
        *("out with my {mate}", "my {mate} passed it to me", "drinking with my {mate}"),
        *("my {mate} texted me", "my {mate} wanted to party", "my {mate} handed me a drink"),
        *("my {mate} and them were doing it", "partying with my {mate}", "saw my {mate}"),
        *("i had a fight with my {loved}", "me and my {loved} got into it", "my {loved} left me"),
        *("my {loved} and i were arguing", "my {loved} yelled at me", "i miss my {loved}"),
        *("my {loved} won't talk to me", "problems with my {loved}", "argument with my {loved}"),
        *("my {loved} said she's done with me", "my {loved} kicked me out", "{loved} trouble"),
        *("my {loved} called me names", "my {loved} hung up on me", "things with my {loved}"),
        *("my {loved} lied to me", "my {loved} walked out", "my {loved} doesn't trust me"),
    ],
    "pain": [
        *("my {body} hurts", "my {body} was killing me", "my {body} was hurting", "my {body}"),
        *("i hurt my {body}", "my bad {body}", "my {body} was acting up", "my {body} went out"),
        *("pain in my {body}", "my {body} was on fire", "i messed up my {body}", "the {body}"),
        *("it was my {body}", "my {body} is shot", "my {body} flared up", "my {body} was swollen"),
        *("surgery on my {body}", "my {body} started throbbing", "i injured my {body}"),
        *("my {body} gave out", "my {body} is messed up", "an old {body} injury", "aching {body}"),
        *("my {body} won't quit", "something's wrong with my {body}", "my {body} was bothering me"),
        *("{ailment}", "i have {ailment}", "i've got {ailment}", "my {ailment}"),
        *("it was {ailment}", "{ailment} flared up", "{ailment} was killing me"),
        *("had {ailment}", "bad {ailment}"),
    ],
}  # fmt: skip


def vary_concepts(each: int = 2, crossed: int = 14, seed: int = 1) -> list[dict[str, str]]:
    """Every situation in `each` of its shapes, and `crossed` fillings of each other sentence."""
    dice = random.Random(seed)
    content = read_yaml(CONCEPTS)
    words = {name: split(text) for name, text in content["words"].items()}
    made: dict[str, str] = {}
    for label in LABELS:
        for shape, lists in content[label].items():
            frames = {"things": THINGS + (OWN if label != "none" else []), "did": DID, "told": TOLD}
            for thing in (part for text in lists.values() for part in split(text)):
                made.setdefault(thing.lower(), label)
                for frame in dice.sample(frames[shape], each):
                    made.setdefault(frame.format(thing.removeprefix("my ").lower()), label)
    for label, frames in CROSSED.items():
        for frame in frames:
            names = [name for name in words if f"{{{name}}}" in frame]
            fillings = list(product(*(words[name] for name in names)))
            for filling in dice.sample(fillings, min(crossed, len(fillings))):
                made.setdefault(frame.format(**dict(zip(names, filling, strict=True))), label)
    return [{"text": text, "answer": label} for text, label in made.items()]
