"""The SDK's handlers, one for each kind of request. What they do is elsewhere; here it is tied up.

Everything that is verified gets an answer: also what Alexa has invented since,
and also where a handler fails, for then somebody in danger may be listening.
"""

from __future__ import annotations

from typing import Any

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import IntentRequest, LaunchRequest, SessionEndedRequest
from ask_sdk_model.canfulfill import (
    CanFulfillIntent,
    CanFulfillIntentRequest,
    CanFulfillIntentValues,
    CanFulfillSlot,
    CanFulfillSlotValues,
    CanUnderstandSlotValues,
)
from ask_sdk_model.events.skillevents import SkillDisabledRequest
from ask_sdk_model.interfaces.system import ExceptionEncounteredRequest

from dialogs.events import Listen, Say
from dialogs.log import LogFailed
from skill import journal
from skill.attributes import bytes_of
from skill.talks import Answer, Talks
from skill.to_response import respond

SILENT = ("AudioPlayer.", "PlaybackController.", "AlexaSkillEvent.")
"""Kinds of requests that may not be answered with speech."""


class NotForgotten(Exception):
    """Somebody who has left could not be forgotten now; why is in `kind`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Talk(AbstractRequestHandler):
    """A launch, or something said."""

    def __init__(self, talks: Talks) -> None:
        self.talks = talks

    def can_handle(self, handler_input: Any) -> bool:
        return isinstance(handler_input.request_envelope.request, LaunchRequest | IntentRequest)

    def handle(self, handler_input: Any) -> Any:
        return _reply(handler_input, self.talks.answer(handler_input.request_envelope))


class SessionEnded(AbstractRequestHandler):
    """The person left, fell silent, or something failed: the place is kept. No answer is heard."""

    def __init__(self, talks: Talks) -> None:
        self.talks = talks

    def can_handle(self, handler_input: Any) -> bool:
        return isinstance(handler_input.request_envelope.request, SessionEndedRequest)

    def handle(self, handler_input: Any) -> Any:
        request = handler_input.request_envelope.request
        reason = getattr(request.reason, "value", None)
        kind = getattr(getattr(request.error, "object_type", None), "value", None)
        journal.note("session ended", reason=reason, error=kind)
        self.talks.answer(handler_input.request_envelope)
        if handler_input.request_envelope.session is not None:
            handler_input.attributes_manager.session_attributes = {}
        return _nothing(handler_input)


class CanFulfill(AbstractRequestHandler):
    """Alexa asks whether to offer this skill to somebody who has not named it: no, never."""

    def can_handle(self, handler_input: Any) -> bool:
        return isinstance(handler_input.request_envelope.request, CanFulfillIntentRequest)

    def handle(self, handler_input: Any) -> Any:
        intent = handler_input.request_envelope.request.intent
        no = CanFulfillSlot(CanUnderstandSlotValues.NO, CanFulfillSlotValues.NO)
        slots = dict.fromkeys(getattr(intent, "slots", None) or {}, no)
        answer = CanFulfillIntent(CanFulfillIntentValues.NO, slots)
        return handler_input.response_builder.set_can_fulfill_intent(answer).response


class Failed(AbstractRequestHandler):
    """Alexa could not use our last response: for the journal."""

    def can_handle(self, handler_input: Any) -> bool:
        request = handler_input.request_envelope.request
        return isinstance(request, ExceptionEncounteredRequest)

    def handle(self, handler_input: Any) -> Any:
        error = handler_input.request_envelope.request.error
        kind = getattr(getattr(error, "object_type", None), "value", None)
        journal.note("refused by alexa", error=kind)
        return _nothing(handler_input)


class Disabled(AbstractRequestHandler):
    """The person has removed the skill: everything that was kept of them goes."""

    def __init__(self, talks: Talks) -> None:
        self.talks = talks

    def can_handle(self, handler_input: Any) -> bool:
        return isinstance(handler_input.request_envelope.request, SkillDisabledRequest)

    def handle(self, handler_input: Any) -> Any:
        try:
            self.talks.forget(handler_input.request_envelope)
        except LogFailed as failure:
            raise NotForgotten(failure.kind) from failure
        journal.note("forgotten")
        return _nothing(handler_input)


class AnythingElse(AbstractRequestHandler):
    """What we do not know: in a talk the open question is asked again, else nothing is said."""

    def __init__(self, talks: Talks) -> None:
        self.talks = talks

    def can_handle(self, handler_input: Any) -> bool:
        return True

    def handle(self, handler_input: Any) -> Any:
        envelope = handler_input.request_envelope
        kind = getattr(envelope.request, "object_type", None) or ""
        answer = None if kind.startswith(SILENT) else self.talks.repeat(envelope)
        return _nothing(handler_input) if answer is None else _reply(handler_input, answer)


class Trouble(AbstractExceptionHandler):
    """A mistake of ours: the person hears a calm line with the number, the journal where it is."""

    def __init__(self, talks: Talks) -> None:
        self.line = trouble_line(talks)

    def can_handle(self, handler_input: Any, exception: Exception) -> bool:
        return not isinstance(exception, NotForgotten)

    def handle(self, handler_input: Any, exception: Exception) -> Any:
        journal.bug(exception)
        request = handler_input.request_envelope.request
        if not isinstance(request, LaunchRequest | IntentRequest):
            return _nothing(handler_input)
        respond(handler_input.response_builder, (self.line, Listen("any", self.line)))
        return handler_input.response_builder.response


def trouble_line(talks: Talks) -> Say:
    """What is said where all else fails. Made before it is needed."""
    number = talks.trees.numbers["lifeline"].spoken
    line = talks.trees.lines["trouble"]
    return Say(line.id, line.text.replace("{lifeline}", number), (number,))


def make_skill(talks: Talks) -> CustomSkill:
    """The SDK's skill with these handlers; it is asked in this order."""
    builder = SkillBuilder()
    for handler in (
        Talk(talks),
        SessionEnded(talks),
        CanFulfill(),
        Failed(),
        Disabled(talks),
        AnythingElse(talks),
    ):
        builder.add_request_handler(handler)
    builder.add_exception_handler(Trouble(talks))
    return CustomSkill(skill_configuration=builder.skill_configuration)


def _reply(handler_input: Any, answer: Answer | None) -> Any:
    assert answer is not None, "only the end of a session goes without an answer"
    if answer.note:
        journal.note("begun anew", reason=answer.note)
    if handler_input.request_envelope.session is not None:
        handler_input.attributes_manager.session_attributes = answer.attributes
    respond(handler_input.response_builder, answer.actions, bytes_of(answer.attributes))
    return handler_input.response_builder.response


def _nothing(handler_input: Any) -> Any:
    return handler_input.response_builder.response
