"""A player's fitness: which changes of status, restrictions and stages are legal, by whom, and what is in force when.

Staff may add and tighten; only a medic relaxes. A stage back to play lasts its shortest time and cannot be skipped;
symptoms lead back. No clock: times come in. Knows no session; what work is allowed is `adapting`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

import msgspec
from msgspec.structs import replace

from dryland.contract.base import Restriction, RestrictionLevel, Role, Side
from dryland.contract.errors import ErrorCode, ErrorContext, Refusal
from dryland.contract.medical import (
    MOST_RESTRICTIONS,
    MedicalStatus,
    MedicalStatusChange,
    MedicalStatusChanged,
    ReturnToPlay,
)
from dryland.floor.workout import at_time
from dryland.science.return_to_play import CONCUSSION_STAGES, MIN_HOURS_PER_STAGE, concussion_next_stage

__all__ = [
    "CHANGED",
    "CONCUSSION",
    "MedicalRecord",
    "decide_change",
    "evolve_record",
    "in_force",
    "is_at_least",
    "merged",
    "stage_restrictions",
]

CHANGED: Final = "training:medical:status:changed"
CONCUSSION: Final = "concussion"
LAST_STAGE: Final = len(CONCUSSION_STAGES)
LIGHT_HEART_RATE_PCT: Final = 70.0
"""Ceiling of light aerobic exercise, % of HRmax: step 2B of the Amsterdam statement 2022 [M]."""


class MedicalRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One player's fitness as the changes tell it."""

    player_id: str
    status: MedicalStatus = MedicalStatus.HEALTHY
    restrictions: tuple[Restriction, ...] = ()
    notes: str | None = None
    return_to_play: ReturnToPlay | None = None
    cleared_date: datetime | None = None
    """Since when a medic has cleared the player for contact; a step back takes it away."""
    changed_at: datetime | None = None


_L = RestrictionLevel
_STRICTNESS: Final = MappingProxyType({level: rank for rank, level in enumerate(RestrictionLevel)})
_WORSE: Final = MappingProxyType(
    {
        MedicalStatus.HEALTHY: 0,
        MedicalStatus.RECOVERY: 1,
        MedicalStatus.LIMITED: 2,
        MedicalStatus.INJURED: 3,
    }
)


# What is in force


def _is_valid(restriction: Restriction, now_ms: int) -> bool:
    at = at_time(now_ms)
    begun = restriction.valid_from is None or restriction.valid_from <= at
    return begun and (restriction.valid_to is None or at < restriction.valid_to)


def in_force(record: MedicalRecord, now_ms: int) -> tuple[Restriction, ...]:
    """The restrictions that hold at a time, one for each part of the body, with those of the stage back to play."""
    given = (each for each in record.restrictions if _is_valid(each, now_ms))
    return merged((*given, *stage_restrictions(record.return_to_play)))


def merged(restrictions: Iterable[Restriction]) -> tuple[Restriction, ...]:
    """One record for each part of the body: of several the most restrictive of each figure."""
    found: dict[tuple[str, Side], Restriction] = {}
    for each in restrictions:
        key = each.body_region, each.side or Side.BOTH
        known = found.get(key)
        found[key] = each if known is None else _stricter(known, each)
    return tuple(found.values())


def _least(*figures: float | None) -> float | None:
    return min((figure for figure in figures if figure is not None), default=None)


def _stricter(one: Restriction, other: Restriction) -> Restriction:
    ends = (one.valid_to, other.valid_to)
    return replace(
        one,
        level=max(one.level, other.level, key=_STRICTNESS.__getitem__),
        banned_movements=tuple(dict.fromkeys((*one.banned_movements, *other.banned_movements))),
        max_load_pct=_least(one.max_load_pct, other.max_load_pct),
        max_heart_rate_pct=_least(one.max_heart_rate_pct, other.max_heart_rate_pct),
        max_velocity=_least(one.max_velocity, other.max_velocity),
        valid_to=None if None in ends else max(end for end in ends if end is not None),
        clearance_required=one.clearance_required or other.clearance_required,
    )


def _head(level: RestrictionLevel, *banned: str, max_heart_rate_pct: float | None = None) -> tuple[Restriction, ...]:
    restriction = Restriction(
        body_region="head",
        level=level,
        banned_movements=banned,
        max_heart_rate_pct=max_heart_rate_pct,
        clearance_required=True,
    )
    return (restriction,)


_STAGES: Final = MappingProxyType(
    {
        1: _head(_L.NO_TRAINING),
        2: _head(
            _L.NO_IMPACT,
            *("lift", "jump", "sprint", "contact"),
            max_heart_rate_pct=LIGHT_HEART_RATE_PCT,
        ),
        3: _head(_L.NO_CONTACT, "lift", "jump", "contact"),
        4: _head(_L.NO_CONTACT, "contact"),
    }
)
"""What the stages after a concussion leave out: McCrory 2017, doi:10.1136/bjsports-2017-097699; the caps are [M]."""


def stage_restrictions(stage: ReturnToPlay | None) -> tuple[Restriction, ...]:
    """What a stage back to play does not allow yet; protocols of one's own say it by restrictions of their own."""
    if stage is None or stage.protocol != CONCUSSION:
        return ()
    return _STAGES.get(stage.stage, ())


# Who may change what


def is_at_least(new: Restriction, old: Restriction) -> bool:
    """Whether a restriction leaves nothing allowed that another one forbids."""
    sides = {new.side or Side.BOTH, old.side or Side.BOTH}
    return (
        new.body_region == old.body_region
        and (len(sides) == 1 or (new.side or Side.BOTH) is Side.BOTH)
        and _STRICTNESS[new.level] >= _STRICTNESS[old.level]
        and set(old.banned_movements) <= set(new.banned_movements)
        and _caps(new.max_load_pct, old.max_load_pct)
        and _caps(new.max_heart_rate_pct, old.max_heart_rate_pct)
        and _caps(new.max_velocity, old.max_velocity)
        and (new.valid_to is None or (old.valid_to is not None and new.valid_to >= old.valid_to))
        and (new.valid_from is None or (old.valid_from is not None and new.valid_from <= old.valid_from))
        and (bool(new.clearance_required) or not old.clearance_required)
    )


def _caps(new: float | None, old: float | None) -> bool:
    return old is None or (new is not None and new <= old)


def decide_change(
    record: MedicalRecord, command: MedicalStatusChange, role: Role, at_ms: int
) -> MedicalRecord | Refusal:
    """The record after a change, or why it may not be."""
    command = _no_milder(record, command)
    if command.previous_status is not None and command.previous_status is not record.status:
        return _refusal(ErrorCode.CONFLICT, f"The status is {record.status.value} by now.", record)
    refusal = None if role is Role.MEDICAL else _refuse_relaxing(record, command, at_ms)
    if refusal is not None:
        return refusal
    cleared = command.cleared_date or (None if _is_setback(record, command) else record.cleared_date)
    stage = _stage(record, command, cleared is not None, at_ms)
    if isinstance(stage, Refusal):
        return stage
    healthy = command.new_status is MedicalStatus.HEALTHY
    if healthy and stage is not None and stage.stage < LAST_STAGE:
        words = f"Stage {stage.stage} of {LAST_STAGE} back to play: a player who is healthy has none left."
        return _refusal(ErrorCode.INVALID_TRANSITION, words, record)
    kept = () if healthy else record.restrictions
    base = kept if command.restrictions is None else command.restrictions
    restrictions = (*base, *(each for each in command.add_restrictions or () if each not in base))
    if len(restrictions) > MOST_RESTRICTIONS:
        return _refusal(ErrorCode.VALIDATION_FAILED, f"A player has at most {MOST_RESTRICTIONS} restrictions.", record)
    return MedicalRecord(
        player_id=record.player_id,
        status=command.new_status,
        restrictions=restrictions,
        notes=command.notes or (None if healthy or command.withdraw_notes else record.notes),
        return_to_play=None if healthy else stage,
        cleared_date=cleared,
    )


def _no_milder(record: MedicalRecord, command: MedicalStatusChange) -> MedicalStatusChange:
    """A change that adds to what stands makes no status milder: whoever reports may not know what stood before."""
    if not command.add_restrictions or command.restrictions is not None:
        return command
    return replace(command, new_status=max(record.status, command.new_status, key=_WORSE.__getitem__))


def _refusal(code: ErrorCode, words: str, record: MedicalRecord) -> Refusal:
    return Refusal(code, words, ErrorContext(player_id=record.player_id))


def _refuse_relaxing(record: MedicalRecord, command: MedicalStatusChange, at_ms: int) -> Refusal | None:
    """Refuse what is the medical role's alone."""
    if _WORSE[command.new_status] < _WORSE[record.status]:
        return _refusal(ErrorCode.FORBIDDEN, "Only a medic declares a player fitter than before.", record)
    is_medics = command.notes, command.return_to_play, command.cleared_date, command.withdraw_notes or None
    if any(each is not None for each in is_medics):
        return _refusal(ErrorCode.FORBIDDEN, "Notes, stages and clearance are a medic's.", record)
    if command.restrictions is None:
        return None
    new_ones = (*command.restrictions, *(command.add_restrictions or ()))
    for old in record.restrictions:
        over = old.valid_to is not None and old.valid_to <= at_time(at_ms)
        if not over and not any(is_at_least(new, old) for new in new_ones):
            words = f"Only a medic relaxes a restriction; the one on {old.body_region} would be."
            return _refusal(ErrorCode.FORBIDDEN, words, record)
    return None


def _is_setback(record: MedicalRecord, command: MedicalStatusChange) -> bool:
    known, wanted = record.return_to_play, command.return_to_play
    return known is not None and wanted is not None and wanted.stage < known.stage


def _stage(
    record: MedicalRecord, command: MedicalStatusChange, is_cleared: bool, at_ms: int
) -> ReturnToPlay | Refusal | None:
    """The stage back to play after a change: the same, one on when its time has come, or any one back."""
    known, wanted = record.return_to_play, command.return_to_play
    if wanted is None:
        return known
    if known is None or known.protocol != wanted.protocol:
        if wanted.stage != 1:
            return _refusal(ErrorCode.INVALID_TRANSITION, "The way back begins at stage 1.", record)
        return _entered(wanted.protocol, 1, at_ms)
    if wanted.stage == known.stage:
        return known
    if wanted.stage < known.stage:
        return _entered(known.protocol, wanted.stage, at_ms)
    if wanted.stage > known.stage + 1:
        words = f"Stage {known.stage + 1} comes after stage {known.stage}; none can be skipped."
        return _refusal(ErrorCode.INVALID_TRANSITION, words, record)
    hours = max(0.0, (at_time(at_ms) - known.since) / timedelta(hours=1))
    if hours < MIN_HOURS_PER_STAGE:
        left_h = MIN_HOURS_PER_STAGE - hours
        words = f"A stage lasts {MIN_HOURS_PER_STAGE:g} h at least; {left_h:.1f} h are left."
        return _refusal(ErrorCode.INVALID_TRANSITION, words, record)
    if known.protocol == CONCUSSION and concussion_next_stage(known.stage, hours, True, is_cleared) != wanted.stage:
        words = f"Stage {wanted.stage} needs clearance: say clearedDate."
        return _refusal(ErrorCode.INVALID_TRANSITION, words, record)
    return _entered(known.protocol, wanted.stage, at_ms)


def _entered(protocol: str, stage: int, at_ms: int) -> ReturnToPlay:
    since = at_time(at_ms)
    following = None if stage >= LAST_STAGE else since + timedelta(hours=MIN_HOURS_PER_STAGE)
    return ReturnToPlay(protocol=protocol, stage=stage, since=since, earliest_next=following)


def evolve_record(fact: MedicalStatusChanged) -> MedicalRecord:
    """A player's record as the newest change tells it, which says it whole."""
    return MedicalRecord(
        player_id=fact.player_id,
        status=fact.new_status or MedicalStatus.HEALTHY,
        restrictions=fact.restrictions or (),
        notes=fact.notes,
        return_to_play=fact.return_to_play,
        cleared_date=fact.cleared_date,
        changed_at=fact.occurred_at,
    )
