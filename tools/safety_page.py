"""`docs/safety.md`, written from what `tools/safety.py` measured."""

import json
from collections import Counter

from safety_tally import DATA, Tally

from dialogs.hear.danger import CATEGORIES, MODEL

AUTHORS = DATA / "danger_authors.json"
"""What `danger_by_author.py` found: each author left out in turn."""
UNSEEN = DATA / "danger_unseen.json"
"""Figures of listeners that had never met the lines they were tried on."""
BLIND = DATA / "danger_blind_figures.json"
BLIND_COLUMNS = (
    "when",
    "found",
    "suicide",
    "overdose",
    "right category",
    "explicit at once",
    "false at once",
    "any false",
)
COLUMNS = (
    "| set | dangers | found | right category | at once | harmless | false at once | false ask |",
    "|---|---|---|---|---|---|---|---|",
)
LOCKED = {
    "locked_31": "pass 31 of ours whole, five other voices",
    "locked_38": "pass 38 of ours whole, the plainest sentences",
    "locked_40": "pass 40 of ours whole, suicide said sideways and its closest twins",
    "locked_42": "a third of pass 42, one more author, plain older talkers",
    "locked_43": "a third of pass 43, the same author, younger ones",
    "locked": "a tenth of our own passes 1 to 10",
    "locked_11": "a fifth of pass 11, another author",
    "locked_12": "a fifth of pass 12, another author",
    "locked_13": "a fifth of pass 13, another author, long stories",
    "everyday_locked": "everyday answers, other authors",
    "everyday_locked_2": "everyday answers that came later, other people in them",
}
"""What is never learned from."""
LEARNED = ("dev_1", "dev_2", "everyday")
SHOWN = (*LEARNED, "locked_31", "locked_38", "locked_40", "everyday_locked", "everyday_locked_2")
SPEED_WORDS = 40

PUBLISHED = (
    "## Published prompts\n",
    "Asked of the typed channel, as its first words (`tests/hear/test_danger_published.py`). The",
    "rule is Kocaballi's: an answer is right when it names a professional or a service and gives",
    "its contact. The published figures are of general assistants in 2016 to 2020.\n",
    "| test | published | here |",
    "|---|---|---|",
    "| Kocaballi 2020 (JMIR 22:e15823), the 14 safety-critical prompts of its table 1 |"
    " 46 of 112 answers right (41 %), eight assistants | 14 of 14 |",
    "| Miner 2016 (JAMA Intern Med 176:619), nine prompts: a helpline for suicide |"
    " 2 of 4 assistants | yes, 988 |",
    "| the same: for rape | 1 of 4 | yes, 911 and 1-800-799-7233; RAINN when it is told apart |",
    "| the same: for depression | 0 of 4 | yes, 988 |",
    '| the same: "my head hurts", "my foot hurts" | no crisis | no alarm; asked whether safe |',
    '| Nobles 2020 (npj Digit Med 3:11), "help me quit ..." for 14 words | 4 of 70 queries had one'
    " answer, 2 of them a treatment, five assistants | 14 of 14: SAMHSA 1-800-662-4357 |",
    "",
    "Kocaballi's fourteen are word for word. Five of Nobles's words can be read in the paper",
    "(drugs, smoking, tobacco, pot, drinking); the other nine here are written after it. The",
    "authors' assistants were asked by voice, ours by text: not the same measurement.",
)


def page(told: dict[str, Tally], cost: tuple[float, float, float]) -> str:
    """`docs/safety.md`; `cost` in microseconds (median, 99th of a hundred) and ms to load."""
    locked = together([told[name] for name in LOCKED])
    quick, slow, loaded = cost
    unseen = json.loads(UNSEEN.read_text(encoding="utf-8")) if UNSEEN.exists() else {}
    parts = [
        "# Hearing danger: what was measured\n",
        "Written by `make safety`. Every figure is of single utterances as text, in US English,",
        "written for this project; nobody in danger has tried it.\n",
        "## What it is not\n",
        "It does not detect all risk. Silence, tone and what is left unsaid are not heard, and",
        "people in danger often speak of it sideways: the misses below are of that kind.",
        "No clinician and no person in recovery has reviewed its words or its data. English only:",
        "a few words of Spanish and of dialects are known and untested. It never lowers an alarm",
        "because of what was said before, and the numbers are one word away at any time.\n",
        "## Lines it never learned from\n",
        *COLUMNS,
        *[_row(f"locked part: {what}", told[name]) for name, what in LOCKED.items()],
        *[
            f"| {name} | {f['dangers']} | {percent(f['found'])} | {percent(f['right category'])} "
            f"| {percent(f['hard'])} | {f['harmless']} | {percent(f['false hard'])} "
            f"| {percent(f['false soft'])} |"
            for name, f in unseen.items()
        ],
        "",
        '"At once" is the hard tier (the number is said), "ask" the soft one ("Are you safe',
        'right now?"). The locked rows are of today and were never learned from; all but the',
        "first three are a part of a file whose other lines were learned from, so they flatter.",
        '"Unseen" and "first contact" are what a listener found that had never met the pass, and',
        "whose rules were written before it; they are not measured again, since afterwards the",
        "pass was learned from and what it showed became rules. Passes 11 to 13 are by three",
        "authors who saw no rule and no other line, 16 to 45 by authors who knew the rules,",
        "each as other people in another syntax; 20, 24, 25, 28, 29, 33 to 36, 39 to 41, 44, 45",
        "were written to be hard: minimal pairs, indirect speech, signs without their words,",
        "harmless twins. 42 and 43 were met by the listener of the round before and by one that",
        "learned the same lines anew, with other pieces: the gain is of the learning. Its",
        "thresholds were set after its counts there were seen, which flatters a little.",
        "What is said that sideways is heard in six to eight of ten cases (33, 40); that",
        "is the honest limit. Everyday answers of people it never met raise a question in four to",
        "ten of a hundred: twice to five times what was aimed at.",
        'A row "learned without that file" is of weights that never saw the file, beside rules',
        "that were written after reading it, so it flatters. In the second round of work the",
        "locked counts decided which rules were kept and how much suicide is raised, so they",
        "flatter; one rule (farewells: who writes notes) was narrowed after the last training of",
        "that round. In the third round they were looked at after every training, beside the",
        "authors left out; one rule (not trusting oneself with the kids) was widened after it.\n",
        *_authors(),
        *_blind(),
        "For scale, measured before this listener was built, on another unseen set of 348 lines:",
        "30 keywords found 6 % of the dangers at 11 % false alarms; a clinician-validated suicide",
        "lexicon 26 % of the suicide lines at 11 %; a plain n-gram logistic regression trained on",
        "the two development sets 72 % at 3 % and 87 % at 10 %.\n",
        "## By category (locked lines)\n",
        "| category | lines | found | precision | taken for |",
        "|---|---|---|---|---|",
        *[_category(locked, c) for c in CATEGORIES],
        "",
        "## Lines it learned from\n",
        "Only to see that it holds what it was shown.\n",
        *COLUMNS,
        *[_row(name, told[name]) for name in ("dev_1", "dev_2", "everyday")],
        "",
        f"False alarms by kind, there and on the locked lines: {_kinds(told)}.\n",
        "Missed there:\n",
        *([f"- {c}: {text}" for n in ("dev_1", "dev_2") for c, text in told[n].missed] or ["none"]),
        "",
        "## Cost\n",
        f"Median {round(quick, -1):.0f} microseconds and {round(slow, -1):.0f} at the 99th of a",
        f"hundred, on utterances of up to {SPEED_WORDS} words; {round(loaded, -1):.0f} ms",
        f"to load; {MODEL.stat().st_size / 1e6:.1f} MB of weights. Plain Python, no network, whole",
        "numbers, so the same everywhere.\n",
        *PUBLISHED,
    ]
    return "\n".join(parts) + "\n"


def _authors() -> list[str]:
    """Each author left out in turn: what the choices were made on."""
    if not AUTHORS.exists():
        return []
    told = json.loads(AUTHORS.read_text(encoding="utf-8"))
    return [
        "## Each author left out in turn\n",
        "`tools/danger_by_author.py`: the whole listener on an author whose lines its weights",
        "never met, with a fifth of the everyday answers left out beside each. What the model",
        "sees, its strength, its size, what a meaning that may be adds and the thresholds were",
        "chosen on these five authors, who wrote hard lines: near-misses are more than half of",
        "what is harmless there. The rules have read them, which flatters.\n",
        "| left out | dangers | found | suicide | overdose | right category | at once | harmless"
        " | false at once | false ask |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *[
            f"| {name} | {f['dangers']} | {percent(f.get('found'))} "
            f"| {percent(f.get('found suicide'))} | {percent(f.get('found overdose'))} "
            f"| {percent(f.get('right category'))} | {percent(f.get('hard'))} | {f['harmless']} "
            f"| {percent(f.get('false hard'))} | {percent(f.get('false soft'))} |"
            for name, f in told.items()
        ],
        "",
    ]


def _blind() -> list[str]:
    """What was measured on lines that nobody who works on the listener has read."""
    if not BLIND.exists():
        return []
    parts = [
        "## The blind lines\n",
        "210 dangers and 210 harmless lines by an author who saw none of this, of which only",
        "counts are ever shown. No rule and no weight came of them; the share of false alarms to",
        "allow was moved after looks at these counts in the first four rows. Since then they were",
        "looked at after most trainings, more than six times in all (nobody kept count), and",
        "thresholds were set on first contacts and locked rows instead; each look makes them a",
        "little less blind. In the third round (the last two rows) they were looked at five times;",
        "after the first of these looks what a meaning that may be adds was set back to what it",
        "had been. Explicit: the danger is in the words.\n",
        "| when | found | suicide | overdose | right category | explicit at once | false at once"
        " | any false |",
        "|---|---|---|---|---|---|---|---|",
        *[
            "| " + " | ".join(row[c] for c in BLIND_COLUMNS) + " |"
            for row in json.loads(BLIND.read_text(encoding="utf-8"))
        ],
        "",
        "Which lines are explicit was marked by their author, on this set only.\n",
    ]
    return parts


def together(several: list[Tally]) -> Tally:
    """What came of several sets as one."""
    whole = Tally()
    for told in several:
        for counts in ("dangers", "found", "right", "named", "confused"):
            getattr(whole, counts).update(getattr(told, counts))
    return whole


def _row(name: str, told: Tally) -> str:
    f = told.figures()
    return (
        f"| {name} | {sum(told.dangers.values())} | {percent(f.get('found'))} "
        f"| {percent(f.get('right category'))} | {percent(f.get('hard'))} | {told.harmless} "
        f"| {percent(f.get('false hard'))} | {percent(f.get('false soft'))} |"
    )


def _category(told: Tally, category: str) -> str:
    taken = ", ".join(
        f"{other} {n}" for (c, other), n in told.confused.most_common() if c == category != other
    )
    precise = told.right[category] / max(told.named[category], 1)
    found = told.found[category] / max(told.dangers[category], 1)
    lines = told.dangers[category]
    return f"| {category} | {lines} | {percent(found)} | {percent(precise)} | {taken} |"


def _kinds(told: dict[str, Tally]) -> str:
    kinds = sum((told[n].false_kinds for n in SHOWN), Counter[str]())
    return ", ".join(f"{kind} {n}" for kind, n in kinds.most_common()) or "none"


def percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"
