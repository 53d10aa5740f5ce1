"""Plain records besides the log: people, plans, sessions to come, tokens. Must not know the floor."""

from dryland.store.records.database import Records, RecordSet, memory_records, open_records
from dryland.store.records.structs import (
    DatedValue,
    Enrolment,
    Organisation,
    Physiology,
    Plan,
    Player,
    PlayerTest,
    Quantity,
    SessionRecord,
    Sex,
    Team,
    TokenRecord,
    User,
)

__all__ = [
    "DatedValue",
    "Enrolment",
    "Organisation",
    "Physiology",
    "Plan",
    "Player",
    "PlayerTest",
    "Quantity",
    "RecordSet",
    "Records",
    "SessionRecord",
    "Sex",
    "Team",
    "TokenRecord",
    "User",
    "memory_records",
    "open_records",
]
