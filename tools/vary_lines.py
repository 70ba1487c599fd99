"""More lines made of the written ones: two answers at once, denials, hesitations, other names."""

import random
from pathlib import Path

from dialogs.hear.tokens import read_yaml
from dialogs.hear.triggers import CATEGORIES
from tools.vary_answers import split

OPENINGS = Path(__file__).parent.parent / "data" / "ways_of_opening.yaml"

Line = dict[str, str]

JOINS = ["and", "plus", "and also", "", "and then", "on top of that", "as well as", "and i guess"]
STARTS = [
    *("well", "um", "i guess", "i think it was", "honestly", "it was", "because", "i suppose"),
    *("it was just", "yeah", "probably", "so", "just", "maybe", "i mean", "you know"),
]
DENIALS = ["it was not", "not", "no it was not", "it was not about", "was not because of", "never"]
TURNS = ["it was", "but", "", "just", "it was more that"]


def vary_triggers(lines: list[Line], seed: int = 1) -> list[Line]:
    """Two answers at once, answers after a denial, and answers after a hesitation."""
    dice = random.Random(seed)
    single = [d for d in lines if d["answer"] in CATEGORIES and len(d["text"].split()) <= 9]
    short = [d for d in single if len(d["text"].split()) <= 3]
    made: list[Line] = []
    for _ in range(1400):
        one, two = dice.sample(single, 2)
        same = one["answer"] == two["answer"]
        text = f"{one['text']} {'' if same else dice.choice(JOINS)} {two['text']}"
        answer = one["answer"] if same else f"{one['answer']}+{two['answer']}"
        made.append({"text": text, "answer": answer})
    for _ in range(1200):
        one, two = dice.choice(short), dice.choice(single)
        text = f"{dice.choice(DENIALS)} {one['text']}"
        if dice.random() < 0.35:
            made.append({"text": text, "answer": f"not:{one['answer']}"})
        elif one["answer"] != two["answer"]:
            text = f"{text} {dice.choice(TURNS)} {two['text']}"
            made.append({"text": text, "answer": two["answer"]})
    for _ in range(1000):
        one = dice.choice(single)
        made.append({"text": f"{dice.choice(STARTS)} {one['text']}", "answer": one["answer"]})
    return made


def vary_topics(seed: int = 1) -> list[Line]:
    """Every substance beside every topic, so that the topic does not hang on the name."""
    dice = random.Random(seed)
    made: list[Line] = []
    for topic, frames in FRAMES.items():
        for _ in range(160):
            substance = dice.choice(list(NAMES))
            text = dice.choice(frames).replace("X", dice.choice(NAMES[substance]))
            made.append({"text": text, "answer": topic, "substance": substance})
        for frame in UNNAMED[topic]:
            made += [{"text": frame.replace("DID", did), "answer": topic} for did in DOING[topic]]
    for topic, texts in read_yaml(OPENINGS).items():
        made += [{"text": text, "answer": topic} for text in split(texts)]
    return made


NAMES = {
    "kratom": ["kratom", "feel free", "seven oh", "kratom shots", "maeng da", "7oh", "red vein"],
    "opioid": ["heroin", "oxy", "percs", "fentanyl", "pain pills", "norcos", "dope", "tramadol"],
    "stimulant": ["meth", "coke", "crack", "adderall", "molly", "cocaine", "vyvanse"],
    "alcohol": ["vodka", "beer", "wine", "whiskey", "booze", "gin"],
    "benzo": ["xanax", "klonopin", "valium", "bars", "ativan"],
    "cannabis": ["weed", "edibles", "a joint", "pot", "gummies"],
    "tobacco": ["cigarettes", "the vape", "a cig", "nicotine", "zyn", "elf bars", "dip"],
    "gabapentinoid": ["gabapentin", "lyrica", "pregabs"],
    "other": ["ketamine", "acid", "whippets", "robitussin", "tianeptine", "shrooms", "benadryl"],
}
FRAMES = {
    "slip": [
        *(
            "did X",
            "took X",
            "had X at a party",
            "X last night",
            "i used X yesterday",
            "X",
            "two X",
        ),
        *("ended up on X again", "my friend gave me X", "X twice this week", "some X on friday"),
        *(
            "drank X in the truck",
            "chewed up X",
            "hit X in the bathroom",
            "ate half of X",
            "we did X",
        ),
        *("dropped X at a festival", "a whole bottle of X", "stopped and got X", "back on X"),
        *("i been taking X again", "had me some X at the lodge", "ended up with X at my mate's"),
        *("i took one of my old X", "somebody's X i took two", "bummed X after six years"),
        *("bought X and it's gone", "X and then more X", "got into the X", "someone had X and i"),
        *("first X in months", "found X and took it", "X all weekend", "X off a guy at work"),
        *("X after ten months", "was fine and then X", "X in the bathroom like an idiot"),
        *("X that was left over from before", "i had X and i feel terrible", "slipped with X"),
    ],
    "urge": [
        *("i want X", "craving X", "need X now", "X is right here", "about to take X"),
        *("can't stop thinking about X", "someone left X here", "dying for X", "X on the table"),
        *(
            "there's X in my cabinet calling my name",
            "outside the store staring at X",
            "my guy has X",
        ),
        *(
            "i keep thinking of calling somebody for X",
            "X is going round the table",
            "X in my pocket",
        ),
        *("he texted he's got X and i want to go", "someone's doing X in the next room"),
        *("my mate has X and i want it", "so tempted by X", "i can smell the X", "eyeing the X"),
    ],
    "quit": [
        *(
            "quit X",
            "help me stop X",
            "get off X",
            "how do i taper X",
            "coming off X",
            "done with X",
        ),
        *("X withdrawal", "how long till X is out of me", "i want off X", "cut down on X"),
        *(
            "i need help to quit X",
            "lay off X",
            "put down X for good",
            "pack in X",
            "want rid of X",
        ),
        *("my doctor has me on X for years and i want off of it", "shaking and sweating no X"),
        *("i've got the shakes i haven't had X since yesterday", "my wife says i gotta get off X"),
        *(
            "can i just stop X cold or is that dangerous",
            "trying to kick X",
            "a break from X forever",
        ),
        *("sick of X", "sick of X i want out", "kick X", "drop X slowly", "need off X safely"),
    ],
    "why": [
        *(
            "why X",
            "why do i keep going back to X",
            "why can't i stop X",
            "how come X",
            "why X again",
        ),
        *("what does X do to the brain", "why is X so addictive", "what is it about X"),
    ],
    "treatment": [
        *("treatment for X", "rehab for X", "is there medicine for X", "can a doctor help with X"),
        *("therapy for X", "a clinic for X", "detox place for X", "what do they give for X"),
    ],
    "warning_signs": [
        *(
            "i dreamed i was doing X and woke up guilty",
            "dreams about X every night",
            "saved X's number",
        ),
        *("dreaming about X", "i keep looking up X", "thinking X once would be ok is that a sign"),
        *(
            "keep checking the price of X just looking",
            "missing X lately",
            "is X on my mind a sign",
        ),
        *("went past where i got X on purpose", "kept some X just in case is that bad"),
    ],
    "check_in": [
        *(
            "ten days off X",
            "no X today",
            "three weeks without X",
            "a month since X",
            "still off X",
        ),
        *("haven't touched X in a week", "day nine no X", "sixty days X free"),
    ],
}
DOING = {
    "slip": ["gambled", "binged", "watched porn", "hit the slots", "bet again", "caved"],
    "urge": ["gamble", "binge", "watch porn", "bet", "use", "buy some", "call my guy", "get high"],
    "quit": ["gambling", "porn", "binge eating", "betting", "using", "scratch offs", "this stuff"],
    "why": ["gambling", "using", "doing this", "going back", "messing up", "betting", "wanting it"],
    "treatment": ["gambling", "addiction", "sex addiction", "drugs", "people like me", "eating"],
    "warning_signs": ["the casino", "the old block", "his street", "the bar", "the old crowd"],
    "check_in": ["gambling", "using", "porn", "betting", "anything", "slipping", "a binge"],
}
"""What is done or said without the name of a substance; much of it is none."""
UNNAMED = {
    "slip": [
        *(
            "i DID again",
            "i DID last night",
            "yeah i DID and i feel awful",
            "DID my whole paycheck",
        ),
        *("i was good for a month then i DID", "i DID i guess", "well i went and DID"),
    ],
    "urge": [
        *(
            "i want to DID",
            "i'm about to DID",
            "i can't stop wanting to DID",
            "i need to DID so bad",
        ),
        *("talk me out of it i'm gonna DID", "itching to DID", "all i can think of is to DID"),
    ],
    "quit": [
        *(
            "help me quit DID",
            "i want to stop DID",
            "how do i give up DID",
            "i need help to quit DID",
        ),
        *("my wife says i gotta quit DID", "i want off DID for good", "done with DID"),
    ],
    "why": [
        *("why do i keep DID", "what's wrong with me that i keep DID", "why can't i quit DID"),
        *("how come other people stop DID and i can't", "why am i like this always DID"),
    ],
    "treatment": [
        *("is there help for DID", "are there meetings for DID", "where's a meeting for DID"),
        *("does medicare pay for DID rehab", "who do i see about DID", "free treatment for DID"),
    ],
    "warning_signs": [
        *("i drove by DID for no reason", "i been hanging around DID again is that bad"),
        *("i keep ending up near DID", "i was back at DID just to look", "dreamed about DID"),
    ],
    "check_in": [
        *(
            "no DID today",
            "a week without DID",
            "thirty days no DID",
            "still not DID",
            "no DID so far",
        ),
        *("made it through without DID", "not one day of DID since may"),
    ],
}
