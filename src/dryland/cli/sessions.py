"""`dryland session …`: what happened, read from the log and the samples; also while a server runs on the folder."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import msgspec
from cyclopts import Parameter

from dryland.cli.options import AsJson, DataFolder
from dryland.cli.talk import Failed, Row, moment, put, put_line, put_table

if TYPE_CHECKING:
    from dryland.floor.record import PlayerRecord, SessionRecord
    from dryland.store import StoredEvent

__all__ = ["events", "show"]

SessionId = Annotated[str, Parameter(help="The session's id.")]
INTERVALS = ("interval", "s", "data %", "HR avg", "HR max", "in zone %", "W avg", "NP", "W max", "kcal", "TRIMP")


def show(session_id: SessionId, /, *, data: DataFolder, json: AsJson = False) -> None:
    """Show a session: every player's intervals with heart rate, power and load, computed from the stored samples."""
    from dryland.history import NoSuchSession, read_record
    from dryland.settings import load_settings
    from dryland.store import open_history

    with closing(open_history(data)) as history:
        try:
            record = read_record(history, session_id, load_settings(data).floor, int(time.time() * 1000))
        except NoSuchSession as error:
            raise _unknown(error.session_id, error.known) from None
    if json:
        put(record)
    else:
        _print(record)


def _unknown(session_id: str, known: list[str]) -> Failed:
    few = ", ".join(known[:8]) + (f" and {len(known) - 8} more" if len(known) > 8 else "")
    return Failed(
        f"There is no session {session_id} in this data folder.", f"There are: {few}." if known else "It has none yet."
    )


def _print(record: SessionRecord) -> None:
    span = f"{moment(record.start_time) or 'not started'} to {moment(record.end_time) or 'now'} UTC"
    put_line(f"{record.workout_name} ({record.session_id}): {record.workout_type}, {record.status}, {span}")
    put_line(f"{record.duration:.0f} s active · {len(record.players)} players · {record.seq} facts")
    for player in record.players:
        title = f"{player.player_name} · {player.samples} samples"
        put_line("")
        if player.intervals:
            put_table(INTERVALS, _interval_rows(player), title=title)
        else:
            put_line(title)


def _interval_rows(player: PlayerRecord) -> list[Row]:
    return [
        (
            one.name,
            f"{one.duration:g}",
            one.data_completeness,
            one.avg_heart_rate,
            one.max_heart_rate,
            one.zone_compliance,
            one.avg_power,
            one.normalized_power,
            one.max_power,
            one.energy_kcal,
            one.trimp,
        )
        for one in player.intervals
    ]


def events(session_id: SessionId, /, *, data: DataFolder, json: AsJson = False) -> None:
    """Print a session's facts in order, one a line."""
    from dryland.store import open_history

    with closing(open_history(data)) as history:
        if history.head(session_id) is None:
            raise _unknown(session_id, [head.stream for head in history.streams(kind="session")])
        for event in history.events(session_id):
            put_line(_as_json(event) if json else _as_text(event))


def _as_json(event: StoredEvent) -> bytes:
    line = {"seq": event.seq, "name": event.name, "eventId": event.event_id, "by": event.actor}
    times = {"occurredAt": _iso(event.occurred_at_ms), "recordedAt": _iso(event.recorded_at_ms)}
    return msgspec.json.encode({**line, **times, "payload": msgspec.Raw(event.payload)})


def _as_text(event: StoredEvent) -> str:
    return f"{event.seq:>6}  {_iso(event.occurred_at_ms)}  {event.name:<44} {event.actor}"


def _iso(at_ms: int) -> str:
    from dryland.client.messages import iso

    return iso(at_ms)
