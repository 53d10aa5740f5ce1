"""Where a client stands in one session's log: what comes next, what came twice, what is missing.

Pure: it holds positions and decides, it neither sends nor waits. A paced event comes after its position: the position
says `deferred`, later events go on, and the event itself is passed on when it comes.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from dryland.client.messages import POSITION, Discontinuity, Event, Json, Message

__all__ = ["SessionTrack"]


class SessionTrack:
    """One joined session: asks for what it lacks, passes events on in `seq` order, names every hole."""

    def __init__(self, session_id: str, **options: str | None) -> None:
        self.session_id = session_id
        self.epoch: str | None = None
        self.seq: int | None = None
        self.joining = False
        self._options = {key: value for key, value in options.items() if value is not None}
        self._held: list[Event] = []
        self._deferred: set[int] = set()

    def begin_join(self) -> dict[str, object]:
        """Return the payload to join with; until `finish_join` events with a position are held back."""
        self.joining = True
        payload: dict[str, object] = {"sessionId": self.session_id, **self._options}
        if self.epoch is not None and self.seq is not None:
            payload |= {"epoch": self.epoch, "lastSeq": min(self._deferred, default=self.seq + 1) - 1}
        return payload

    def finish_join(self, ack: Json) -> list[Message]:
        """Take the server's answer; return what the reader must learn: the missing events, or that there is a hole."""
        out: list[Message] = []
        self.joining = False
        recovered = ack.get("recovered") is True
        if self.seq is not None and not recovered:
            out.append(self._hole(ack))
        elif recovered:
            for item in cast(Sequence[Mapping[str, object]], ack.get("events") or ()):
                event = Event.of(str(item["event"]), cast(Json, item["payload"]), recovered=True)
                if event.seq is None or self.seq is None or event.seq > self.seq or event.seq in self._deferred:
                    out += self._pass(event)
        self._deferred.clear()
        self.epoch, self.seq = str(ack["epoch"]), int(cast(int, ack["seq"]))
        held, self._held = self._held, []
        for event in held:
            out += self.take(event)[0]
        return out

    def fail_join(self) -> None:
        """Forget an unfinished join; held events are dropped because the next join will bring them again."""
        self.joining = False
        self._held = []

    def take(self, event: Event) -> tuple[list[Event], bool]:
        """Return what to pass on, and whether something before this event is missing (then join again)."""
        if event.seq is None:
            return [event], False
        if self.joining or self.seq is None:
            self._held.append(event)
            return [], False
        if event.epoch != self.epoch or event.seq > self.seq + 1:
            return [], True
        if event.seq <= self.seq and event.seq not in self._deferred:
            return [], False
        return self._pass(event), False

    def _pass(self, event: Event) -> list[Event]:
        """Take an event in its place; a bare position is not passed on."""
        if event.seq is not None:
            self.seq = max(self.seq or 0, event.seq)
            if event.name == POSITION and event.payload.get("deferred") is True:
                self._deferred.add(event.seq)
            else:
                self._deferred.discard(event.seq)
        return [] if event.name == POSITION else [event]

    def _hole(self, ack: Json) -> Discontinuity:
        state = ack.get("session")
        return Discontinuity(
            session_id=self.session_id,
            reason="the server no longer has the events that were missed",
            epoch=str(ack["epoch"]),
            seq=int(cast(int, ack["seq"])),
            state=cast(Json, state) if isinstance(state, Mapping) else None,
        )
