"""Answers to commands: to a socket as its acknowledgement or an error event, to HTTP as a body; counted.

Knows no command.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Final

import msgspec

from dryland.contract.base import WorkoutType
from dryland.contract.errors import ERRORS, Refusal, TrainingError, TypeSpecificError, error_body
from dryland.contract.event_spec import EventSpec
from dryland.gateway import Peer, event_packet
from dryland.rooms import NAMESPACE

__all__ = ["Answers", "Reply", "ToCaller"]

_json: Final = msgspec.json.Encoder().encode


class Reply(ABC):
    """Where the answer to one command goes."""

    __slots__ = ("event_id", "is_awaited", "spec")

    def __init__(self, spec: EventSpec | None, event_id: str | None, *, is_awaited: bool) -> None:
        self.spec = spec
        self.event_id = event_id
        self.is_awaited = is_awaited
        """Whether the sender waits for the answer, as HTTP always does and a socket's event where it asks for one."""

    def ok(self, rest: bytes = b"") -> None:
        """Accepted; `rest` is JSON members to add, each with its leading comma."""
        own = b"" if self.event_id is None else b',"eventId":' + _json(self.event_id)
        self._send(b'{"ok":true%b%b}' % (own, rest), None)

    def raw(self, payload: bytes) -> None:
        """An answer with a shape of its own."""
        self._send(payload, None)

    def refuse(self, refusal: Refusal) -> None:
        """Refused."""
        own = b"" if self.event_id is None else b',"eventId":' + _json(self.event_id)
        self._send(b'{"ok":false%b,"error":%b}' % (own, _json(error_body(refusal))), refusal)

    @abstractmethod
    def _send(self, payload: bytes, refusal: Refusal | None) -> None:
        """Give the answer; `refusal` where it is one."""


class ToCaller(Reply):
    """The answer to a command by HTTP; `done` takes the body and the refusal in it."""

    __slots__ = ("_done",)

    def __init__(self, spec: EventSpec | None, done: Callable[[bytes, Refusal | None], None]) -> None:
        super().__init__(spec, None, is_awaited=True)
        self._done = done

    def _send(self, payload: bytes, refusal: Refusal | None) -> None:
        self._done(payload, refusal)


class _ToPeer(Reply):
    __slots__ = ("_ack_id", "_answers", "_peer")

    def __init__(
        self, answers: Answers, peer: Peer, ack_id: int | None, spec: EventSpec | None, event_id: str | None
    ) -> None:
        self.spec = spec
        self.event_id = event_id
        self.is_awaited = ack_id is not None
        self._answers = answers
        self._peer = peer
        self._ack_id = ack_id

    def _send(self, payload: bytes, refusal: Refusal | None) -> None:
        self._answers.count(refusal)
        if self._ack_id is not None:
            self._peer.ack(self._ack_id, payload)
        elif refusal is not None:
            _emit_error(self._peer, refusal, self)


class Answers:
    """The answers to sockets, and how many there were."""

    def __init__(self) -> None:
        self.accepted = 0
        self.refused: dict[str, int] = {}

    def to_peer(self, peer: Peer, ack_id: int | None, spec: EventSpec | None, event_id: str | None) -> Reply:
        """Where the answer to a client's event goes: its acknowledgement, or an error event when it asked for none."""
        return _ToPeer(self, peer, ack_id, spec, event_id)

    def count(self, refusal: Refusal | None) -> None:
        """Note that one was given."""
        if refusal is None:
            self.accepted += 1
        else:
            self.refused[refusal.code.value] = self.refused.get(refusal.code.value, 0) + 1


def _emit_error(peer: Peer, refusal: Refusal, reply: Reply) -> None:
    """Tell a sender who asked for no acknowledgement."""
    fields: dict[str, Any] = {
        **msgspec.structs.asdict(error_body(refusal)),
        "event": reply.spec.wire if reply.spec else "unknown",
        "session_id": refusal.context.session_id if refusal.context else None,
        "event_id": reply.event_id,
    }
    kind = ERRORS[refusal.code].type
    if kind is None:
        peer.send(event_packet(NAMESPACE, "training:error", _json(TrainingError(**fields))))
        return
    workout = WorkoutType(kind.value.removesuffix("_error"))
    error = TypeSpecificError(**fields, error_type=kind, workout_type=workout)
    peer.send(event_packet(NAMESPACE, "training:error:type:specific", _json(error)))
