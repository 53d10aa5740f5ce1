"""Every player's fitness as the organisations' logs tell it. Decides nothing; knows no socket and no session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec

from dryland.contract.medical import MedicalStatusChanged, PlayerFitness
from dryland.floor.medical import MedicalRecord, evolve_record
from dryland.organisations import Organisations
from dryland.snapshots import OrganisationSnapshots, StatePart
from dryland.store import Store

__all__ = ["CareKeeper"]

STATE_VERSION: Final = 1
_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(list[MedicalRecord]).decode


class CareKeeper:
    """The medical records of all organisations. All calls come from the loop's thread."""

    def __init__(self, store: Store, organisations: Organisations, snapshots: OrganisationSnapshots) -> None:
        self._store = store
        self._organisations = organisations
        self._snapshots = snapshots
        self._part = StatePart("care", STATE_VERSION, self._state)
        snapshots.add(self._part)
        self._under_way: Counter[str] = Counter()
        self._doubtful: set[str] = set()
        """Organisations whose records are to be read again, because the disk has refused a change."""
        self._records: dict[str, dict[str, MedicalRecord]] = {}

    def __bool__(self) -> bool:
        return any(self._records.values())

    def load(self) -> int:
        """Read every organisation's records. Returns how many players have one. Raises `StorageFault`."""
        for head in self._store.streams(kind="org"):
            self.read(head.org_id)
        return sum(len(records) for records in self._records.values())

    def read(self, org_id: str) -> None:
        """Read one organisation's records from the disk, as after a failed write. Raises `StorageFault`.

        What was written down last is read whole, of the log only what came after.
        """
        after, state = self._snapshots.read(org_id, self._part)
        records = {} if state is None else {record.player_id: record for record in _decode(state)}
        for seen in self._organisations.seen(org_id, after):
            if isinstance(seen.fact, MedicalStatusChanged):
                records[seen.fact.player_id] = evolve_record(seen.fact)
        self._records[org_id] = records
        self._doubtful.discard(org_id)

    def _known(self, org_id: str) -> dict[str, MedicalRecord]:
        """An organisation's records, in step with the disk. Raises `StorageFault`."""
        if org_id in self._doubtful and not self._under_way[org_id]:
            self.read(org_id)
        return self._records.get(org_id, {})

    def _state(self, org_id: str) -> bytes | None:
        """All records of an organisation; None while one is on its way to the disk."""
        if self._under_way[org_id]:
            return None
        return _encode(list(self._known(org_id).values()))

    def find(self, org_id: str, player_id: str) -> MedicalRecord | None:
        """A player's record; None where nobody ever wrote one. Raises `StorageFault`."""
        return self._known(org_id).get(player_id)

    def of(self, org_id: str, player_id: str) -> MedicalRecord:
        """A player's record; that of a healthy player where nobody ever wrote one. Raises `StorageFault`."""
        return self.find(org_id, player_id) or MedicalRecord(player_id=player_id)

    def is_under_way(self, org_id: str) -> bool:
        """Whether a change of somebody's record is on its way to the disk."""
        return bool(self._under_way[org_id])

    def put(self, org_id: str, record: MedicalRecord) -> None:
        """Take a change in that is on its way to the disk; `settled` when the disk has answered."""
        self._records.setdefault(org_id, {})[record.player_id] = record
        self._under_way[org_id] += 1

    def settled(self, org_id: str, *, failed: bool) -> None:
        """The disk has answered for one change; what it refused did not happen."""
        self._under_way[org_id] -= 1
        if failed:
            self._doubtful.add(org_id)

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
