"""Every player's fitness as the organisations' logs tell it. Decides nothing; knows no socket and no session."""

from __future__ import annotations

from collections.abc import Iterator

from dryland.contract.medical import MedicalStatusChanged, PlayerFitness
from dryland.floor.medical import MedicalRecord, evolve_record
from dryland.organisations import Organisations
from dryland.store import Store

__all__ = ["CareKeeper"]


class CareKeeper:
    """The medical records of all organisations. All calls come from the loop's thread."""

    def __init__(self, store: Store, organisations: Organisations) -> None:
        self._store = store
        self._organisations = organisations
        self._records: dict[str, dict[str, MedicalRecord]] = {}

    def __bool__(self) -> bool:
        return any(self._records.values())

    def load(self) -> int:
        """Read every organisation's log. Returns how many players have a record. Raises `StorageFault`."""
        for head in self._store.streams(kind="org"):
            self.read(head.org_id)
        return sum(len(records) for records in self._records.values())

    def read(self, org_id: str) -> None:
        """Read one organisation's log, as after a failed write. Raises `StorageFault`."""
        facts = (seen.fact for seen in self._organisations.seen(org_id, 0))
        changes = (fact for fact in facts if isinstance(fact, MedicalStatusChanged))
        self._records[org_id] = {fact.player_id: evolve_record(fact) for fact in changes}

    def find(self, org_id: str, player_id: str) -> MedicalRecord | None:
        """A player's record; None where nobody ever wrote one."""
        return self._records.get(org_id, {}).get(player_id)

    def of(self, org_id: str, player_id: str) -> MedicalRecord:
        """A player's record; that of a healthy player where nobody ever wrote one."""
        return self.find(org_id, player_id) or MedicalRecord(player_id=player_id)

    def put(self, org_id: str, record: MedicalRecord) -> None:
        """Take a change in that is on its way to the disk."""
        self._records.setdefault(org_id, {})[record.player_id] = record

    def fitness(self, org_id: str) -> list[PlayerFitness]:
        """What everybody with a record may do, as it stands."""
        return [
            PlayerFitness(
                player_id=record.player_id,
                status=record.status,
                restrictions=record.restrictions,
                notes=record.notes,
                cleared_date=record.cleared_date,
                return_to_play=record.return_to_play,
                changed_at=record.changed_at,
            )
            for record in self._records.get(org_id, {}).values()
        ]

    def players(self, org_id: str) -> Iterator[str]:
        """Players with a record."""
        return iter(self._records.get(org_id, {}))
