"""Names of what was taken, and everyday words that are not names."""

from pathlib import Path

import pytest

import dialogs
from dialogs.hear.normalise import normalise
from dialogs.hear.substances import SubstanceListener

LEXICON = Path(dialogs.__file__).parent / "lexicon"


@pytest.fixture(scope="module")
def listener() -> SubstanceListener:
    return SubstanceListener.load(LEXICON)


class TestWhatDidYouTake:
    @pytest.mark.parametrize(
        ("text", "substances"),
        [
            ("vodka", ("alcohol",)),
            ("a couple of beers", ("alcohol",)),
            ("xanax", ("benzo",)),
            ("percs", ("opioid",)),
            ("molly", ("stimulant",)),
            ("weed", ("cannabis",)),
            ("kratom shots", ("kratom",)),
            ("7-OH", ("kratom",)),
            ("a feel free", ("kratom",)),
            ("tianeptine", ("other",)),
            ("GHB", ("ghb",)),
            ("phenibut", ("phenibut",)),
            ("phenobarbital", ("barbiturate",)),
            ("baclofen", ("baclofen",)),
            ("gabapentin", ("gabapentinoid",)),
            ("Lyrica", ("gabapentinoid",)),
            ("I smoked meth", ("stimulant",)),
            ("just a cigarette", ("tobacco",)),
            ("oxy and a few beers", ("opioid", "alcohol")),
            ("nothing else", ()),
            ("no", ()),
        ],
    )
    def test_names_are_heard_in_order(
        self, listener: SubstanceListener, text: str, substances: tuple[str, ...]
    ) -> None:
        assert listener.hear(normalise(text)) == substances


class TestWhatARecogniserWrites:
    @pytest.mark.parametrize(
        ("text", "substance"),
        [
            ("crate um", "kratom"),
            ("kray tom powder", "kratom"),
            ("creighton", "kratom"),
            ("fen to nil", "opioid"),
            ("oxy cotton", "opioid"),
            ("clone a pin", "benzo"),
            ("lore as a pam", "benzo"),
        ],
    )
    def test_a_name_is_heard_by_its_sound(
        self, listener: SubstanceListener, text: str, substance: str
    ) -> None:
        assert listener.hear(normalise(text)) == (substance,)


class TestALongerName:
    @pytest.mark.parametrize(
        ("text", "substances"),
        [
            ("hit an elf bar", ("tobacco",)),
            ("took some green vein", ("kratom",)),
            ("one of my fentanyl patches", ("opioid",)),
            ("a mike's hard lemonade", ("alcohol",)),
            ("a thc vape", ("cannabis",)),
        ],
    )
    def test_holds_the_names_that_are_a_part_of_it(
        self, listener: SubstanceListener, text: str, substances: tuple[str, ...]
    ) -> None:
        assert listener.hear(normalise(text)) == substances


class TestEveryClass:
    @pytest.mark.parametrize(
        ("names", "substance"),
        [
            ("7tabz, krate, hydroxy tabs", "kratom"),
            ("percosets, belbuca, poppy seed tea", "opioid"),
            ("vivance, tusi, monkey dust", "stimulant"),
            ("natty light, buzzballs, mad dog twenty twenty", "alcohol"),
            ("z drugs, adivan, bromazolam", "benzo"),
            ("thca, a preroll, moon rocks", "cannabis"),
            ("geek bars, zins, a lost mary", "tobacco"),
            ("xyrem, fourteen b", "ghb"),
            ("horizant, gabapentins", "gabapentinoid"),
            ("whip its, nyquil, gas station heroin, immodium", "other"),
        ],
    )
    def test_is_heard_by_brands_and_names_of_the_street(
        self, listener: SubstanceListener, names: str, substance: str
    ) -> None:
        for name in names.split(", "):
            utterance = normalise(f"i want to quit {name}")
            assert set(listener.find(utterance.words, utterance.stems).values()) == {substance}


class TestEverydayWords:
    @pytest.mark.parametrize(
        "text", ["i'm shattered", "forty days and counting", "narcotics anonymous",
                 "clean up on aisle five", "i need to get gas in the truck", "it fell off a horse"],
    )  # fmt: skip
    def test_name_nothing_by_themselves(self, listener: SubstanceListener, text: str) -> None:
        utterance = normalise(text)
        assert listener.find(utterance.words, utterance.stems) == {}

    @pytest.mark.parametrize(
        "text",
        ["coffee", "food", "my shoes", "water", "that girl", "ginger ale", "a diet coke",
         "I had a great time", "drink some water", "blow out the candles"],
    )  # fmt: skip
    def test_are_no_drugs(self, listener: SubstanceListener, text: str) -> None:
        assert listener.hear(normalise(text)) == ()
