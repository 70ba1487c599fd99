"""A yes to keeping that is taken back: nothing of the turn that takes it back is kept either."""

from dialogs.events import Alarm, Forget, Record
from dialogs.model import Trees
from tests.conftest import Talk


def test_the_answer_that_takes_it_back_is_not_kept(trees: Trees) -> None:
    talk = Talk(trees, consent="ask")
    for words in ("yes i'm safe", "yes", "i slipped", "kratom last night"):
        talk.say(words)
    while "Shall I keep" not in talk.said:
        talk.say("no")
    talk.say("yes")
    assert talk.state.consent == "yes"
    talk.say("go back")
    talk.say("no")
    assert talk.state.consent == "no"
    assert talk.of(Forget)
    assert not talk.of(Record)
    assert not talk.of(Alarm)
