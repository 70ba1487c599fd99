"""From two ears to one reading; when somebody speaks; what a recogniser is told to expect."""

from __future__ import annotations

import array
import random

import pytest

from dialogs.model import Trees
from voice_local.gate import Gate
from voice_local.grammar import Grammar
from voice_local.hearing import Hearing
from voice_local.judge import Judge, Rank
from voice_local.ports import Words
from voice_local.sound import HEARD_HZ

BLOCK_SECONDS = 0.02


def noise(loudness: float, seed: int = 1) -> bytes:
    """One block of noise."""
    source = random.Random(seed)
    count = round(HEARD_HZ * BLOCK_SECONDS)
    return array.array("h", (round(source.gauss(0, loudness)) for _ in range(count))).tobytes()


@pytest.fixture(scope="module")
def judge(trees: Trees) -> Judge:
    assert trees.ears is not None
    phrases = ("worn off", "it's worn off", "still", "still feeling it", "still not sure", "no")
    return Judge(trees.ears, lambda question: phrases)


class TestTwoEars:
    def test_the_expected_words_go_first_where_they_are_an_answer(self, judge: Judge) -> None:
        words = Words("it's worn off", "its warned of")
        assert judge.read("feeling", words).text == "it's worn off"

    def test_danger_in_the_open_ear_goes_before_an_answer_in_the_other(self, judge: Judge) -> None:
        reading = judge.read("feeling", Words("no", "i want to kill myself"))
        assert reading.text == "i want to kill myself"
        assert reading.danger

    def test_what_fits_no_phrase_is_heard_openly(self, judge: Judge) -> None:
        reading = judge.read("feeling", Words("still [unk]", "still a bit shaky"))
        assert reading.text == "still a bit shaky"

    def test_an_answer_among_many_more_words_is_heard_openly(self, judge: Judge) -> None:
        words = Words("no", "no my wife is in the other room")
        assert judge.read("feeling", words).text == words.free

    def test_nothing_is_nothing(self, judge: Judge) -> None:
        assert judge.read("feeling", Words("[unk]", "")).rank is Rank.NOTHING


class TestSettled:
    def test_a_choice_that_nothing_can_change_is(self, judge: Judge) -> None:
        words = Words("it's worn off", "it's worn off")
        assert judge.read("feeling", words).rank is Rank.SETTLED

    def test_one_that_a_longer_phrase_makes_another_is_not(self, judge: Judge) -> None:
        assert judge.read("feeling", Words("still", "still")).rank is Rank.WHOLE

    @pytest.mark.parametrize("text", ["no", "yes", "stop"])
    def test_a_yes_a_no_and_a_command_are_not(self, judge: Judge, text: str) -> None:
        assert judge.read("feeling", Words(text, text)).rank is Rank.WHOLE


class TestGate:
    def test_a_steady_noise_is_the_room(self) -> None:
        gate = Gate()
        heard = [gate.hear(noise(400, seed), BLOCK_SECONDS) for seed in range(1000)]
        assert not any(heard[-100:])

    def test_what_stands_out_of_it_is_speech(self) -> None:
        gate = Gate()
        for seed in range(1000):
            gate.hear(noise(400, seed), BLOCK_SECONDS)
        assert gate.hear(noise(1200), BLOCK_SECONDS)

    def test_somebody_who_speaks_from_the_first_moment_is_heard(self) -> None:
        assert Gate().hear(noise(2000), BLOCK_SECONDS)

    def test_a_quiet_room_never_reaches_the_recogniser(self, judge: Judge) -> None:
        recogniser = Counting()
        hearing = Hearing(recogniser, judge)
        hearing.expect("feeling", False, 8.0)
        for seed in range(500):
            hearing.hear(noise(8, seed))
        assert recogniser.blocks == 0

    def test_the_beginning_of_a_word_is_not_lost(self, judge: Judge) -> None:
        recogniser = Counting()
        hearing = Hearing(recogniser, judge)
        hearing.expect("feeling", False, 8.0)
        for _ in range(100):
            hearing.hear(noise(8))
        hearing.hear(noise(3000))
        assert recogniser.seconds == pytest.approx(0.4, abs=0.05)


class TestEndOfAnUtterance:
    def test_where_the_room_is_never_quiet_the_recogniser_decides(self, judge: Judge) -> None:
        recogniser = Counting()
        recogniser.words = Words("still", "still", settled=True)
        hearing = Hearing(recogniser, judge)
        hearing.expect("feeling", False, 8.0)
        taken = None
        for at in range(200):
            taken = taken or hearing.hear(noise(2000 + 500 * (at % 3), at))
        assert taken is not None
        assert taken.reading.text == "still"

    def test_a_word_that_the_recogniser_holds_back_is_asked_for(self, judge: Judge) -> None:
        recogniser = Counting()
        recogniser.held_back = Words("it's worn off", "it's worn off")
        hearing = Hearing(recogniser, judge)
        hearing.expect("feeling", False, 8.0)
        heard = [hearing.hear(noise(3000 if at < 20 else 8, at)) for at in range(32)]
        assert any(taken and taken.early for taken in heard)

    def test_speech_without_words_is_forgotten(self, judge: Judge) -> None:
        recogniser = Counting()
        hearing = Hearing(recogniser, judge)
        hearing.expect("feeling", False, 8.0)
        for at in range(200):
            assert hearing.hear(noise(3000) if at < 20 else noise(8)) is None
        assert recogniser.forgotten == 1


class TestPauses:
    """Speech, a pause, and speech again: it is one utterance, and not cut off."""

    @pytest.mark.parametrize(
        ("question", "first", "then"),
        [
            ("opening", "i", "i slipped last night"),
            ("opening", "stop", "stop it i can't stop"),
            ("yes_no", "no my sister", "no my sister is here"),
        ],
    )
    def test_a_pause_of_seven_tenths_ends_nothing_that_may_go_on(
        self, judge: Judge, question: str, first: str, then: str
    ) -> None:
        assert utterances(judge, question, first, then, pause=0.7) == [then]

    @pytest.mark.parametrize("first", ["it's worn off", "no"])
    def test_it_ends_no_answer_that_touches_safety(self, judge: Judge, first: str) -> None:
        then = f"{first} but i feel sick"
        assert utterances(judge, "feeling", first, then, careful=True, pause=0.7) == [then]

    def test_a_patient_question_waits_longer(self, judge: Judge) -> None:
        then = "no but i feel sick"
        assert utterances(judge, "feeling", "no", then, pause=0.6, patience=15.0) == [then]

    def test_so_does_one_that_is_asked_slowly(self, judge: Judge) -> None:
        then = "no but i feel sick"
        assert utterances(judge, "feeling", "no", then, pause=1.1, slow=True) == [then]

    def test_who_has_paused_once_is_given_time_from_then_on(self, judge: Judge) -> None:
        recogniser = Counting()
        hearing = Hearing(recogniser, judge)
        hearing.expect("opening", False, 8.0)
        speak(hearing, recogniser, "i", "i slipped last night", 0.7)
        hearing.expect("feeling", False, 8.0)
        taken = speak(hearing, recogniser, "it's worn off", "it's worn off mostly", 0.7)
        assert taken == ["it's worn off mostly"]

    def test_who_has_not_is_answered_at_once(self, judge: Judge) -> None:
        then = "it's worn off mostly"
        assert utterances(judge, "feeling", "it's worn off", then, pause=0.7)[0] == "it's worn off"


def utterances(
    judge: Judge,
    question: str,
    first: str,
    then: str,
    *,
    pause: float,
    careful: bool = False,
    patience: float = 8.0,
    slow: bool = False,
) -> list[str]:
    """What is taken where somebody says `first`, pauses, and has said `then` at the end."""
    recogniser = Counting()
    hearing = Hearing(recogniser, judge)
    hearing.expect(question, careful, patience, slow)
    return speak(hearing, recogniser, first, then, pause)


def speak(hearing: Hearing, recogniser: Counting, first: str, then: str, pause: float) -> list[str]:
    taken = []
    for words, seconds, loudness in (
        *(("", 0.5, 8.0), (first, 0.5, 3000.0), (first, pause, 8.0)),
        *((then, 0.5, 3000.0), (then, 3.0, 8.0)),
    ):
        recogniser.words = Words(words, words)
        for seed in range(round(seconds / BLOCK_SECONDS)):
            if got := hearing.hear(noise(loudness, seed)):
                taken.append(got.reading.text)
    return taken


class TestGrammar:
    def test_it_holds_the_answers_and_the_commands_and_is_small(self) -> None:
        grammar = Grammar(lambda word: True)
        phrases = grammar.phrases("alone")
        assert {"just me", "yes", "no", "stop", "repeat", "help"} <= set(phrases)
        assert len(phrases) < 800

    def test_a_word_that_the_model_lacks_is_expected_as_it_sounds(self) -> None:
        grammar = Grammar(lambda word: word not in ("kratom", "cratom", "kratum"))
        phrases = grammar.phrases("mixing")
        assert "just the crate um" in phrases
        assert not any("kratom" in phrase.split() for phrase in phrases)

    def test_it_tells_the_words_that_the_model_lacks(self) -> None:
        lacking = Grammar(lambda word: word != "kratom")
        assert lacking.lacking() == ("kratom",)
        assert lacking.lacking_told() == "Words of the answers that the model lacks, 1: kratom"
        assert Grammar(lambda word: True).lacking_told() == ""

    def test_free_questions_expect_only_commands(self) -> None:
        grammar = Grammar(lambda word: True)
        assert grammar.answers("words") == ()
        assert "stop" in grammar.phrases("words")


class Counting:
    """A recogniser that counts what it is given, and hears what it is told to."""

    def __init__(self) -> None:
        self.blocks = 0
        self.seconds = 0.0
        self.forgotten = 0
        self.words = Words()
        self.held_back: Words | None = None

    def expect(self, question: str) -> None: ...

    def hear(self, pcm: bytes) -> Words:
        self.blocks += 1
        self.seconds += len(pcm) / (2 * HEARD_HZ)
        return self.words

    def look_ahead(self) -> Words:
        self.words = self.held_back or self.words
        return self.words

    def forget(self) -> None:
        self.forgotten += 1
