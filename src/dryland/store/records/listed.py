"""Where every session enters the records: who is expected where, by what name. Knows no floor and no route."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dryland.contract.base import Role
from dryland.store.records.database import RecordSet
from dryland.store.records.structs import Enrolment, SessionRecord, User

__all__ = ["Opener", "list_session"]


class Opener(NamedTuple):
    """Who opened a session, as their token names them."""

    name: str
    role: Role = Role.TRAINER


def list_session(records: RecordSet, record: SessionRecord, player_ids: Sequence[str], opener: Opener) -> None:
    """Keep a session and who is expected in it, where it is not known yet. Raises `StorageFault`.

    Whom only a token names gets an account without password, so that the record can name them.
    """
    if records.sessions.get(record.id) is None:
        if records.users.get(record.trainer_id) is None:
            who = record.trainer_id
            records.users.save(User(who, record.org_id, who, opener.name, opener.role, record.created_at_ms))
        records.sessions.save(record)
    missing = set(player_ids) - set(records.enrolments.of_session(record.id))
    known = [each for each in player_ids if each in missing and records.players.get(each) is not None]
    records.enrolments.save_many(Enrolment(record.id, player_id) for player_id in known)
