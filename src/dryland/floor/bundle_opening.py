"""The first fact of a bundle: which sessions it has, who is in which, what each was given.

Decides from what was looked up before; every conflict is refused by name and nothing is given by halves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from dryland.contract.bundles import (
    BundleCreated,
    BundleSession,
    CreateBundle,
    DistributeBy,
    Distribution,
    EquipmentNeed,
    ResourceAllocation,
    SessionDraft,
)
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.sayings import say
from dryland.floor.aggregate import Session
from dryland.floor.allocation import (
    Conflict,
    Facility,
    Gear,
    Need,
    allocate,
    distribute_by_ability,
    distribute_evenly,
    distribute_lines,
)
from dryland.floor.bundle import CREATED, Bundle, BundleEntry, BundleLedger
from dryland.floor.lifecycle import TERMINAL
from dryland.floor.opening import NewPlayer, NewSession
from dryland.floor.stock import KnownItem, Stock
from dryland.floor.workout import Context, at_time, to_ms

__all__ = [
    "Arrangement",
    "Known",
    "Opening",
    "arrange",
    "choose_items",
    "conflict_refusal",
    "name_of",
    "need_of",
    "open_bundle",
    "too_few",
]

UNTIL_FURTHER_NOTICE_MS: Final = 24 * 3_600_000
"""How long a session without a planned duration keeps what it was given, for conflicts with others."""


class Known(NamedTuple):
    """What was looked up before a bundle is decided. `sessions` are those that exist already, by id."""

    players: Mapping[str, NewPlayer]
    lines: Mapping[str, str]
    team: Sequence[str]
    plans: Mapping[str, bytes]
    facilities: Mapping[str, Facility]
    items: Sequence[KnownItem]
    taken: Sequence[Need]
    taken_items: frozenset[str]
    sessions: Mapping[str, Session]
    abilities: Mapping[str, float]
    priors: Mapping[tuple[str, str], msgspec.Raw]

    def gear(self) -> dict[str, Gear]:
        """The equipment by kind."""
        return Stock(self.facilities, self.items).gear()


class Arrangement(NamedTuple):
    """The sessions of a bundle to be: as asked for, who is in which (by session id), what each needs."""

    drafts: Sequence[SessionDraft]
    rooms: Mapping[str, Sequence[str]]
    needs: Sequence[Need]


class Opening(NamedTuple):
    """What comes into being: sessions to be opened, sessions to be taken in, the bundle's first fact."""

    new: Sequence[NewSession]
    attached: Sequence[str]
    entries: Sequence[BundleEntry]


def open_bundle(
    bundle: Bundle, command: CreateBundle, known: Known, context: Context, epochs: Sequence[str]
) -> Opening | Refusal:
    """The opening of a bundle, or why it cannot be. `epochs` are one for each session."""
    arranged = arrange(bundle, command, known, context)
    if isinstance(arranged, Refusal):
        return arranged
    drafts, rooms, needs = arranged
    refusal = _refuse_needs(drafts, needs, known)
    if refusal is not None:
        return refusal
    sessions = _allocated(drafts, rooms, command, known)
    ledger = BundleLedger(bundle, context)
    ledger.add(
        CREATED,
        BundleCreated,
        bundle_name=command.bundle_name,
        sessions=tuple(sessions),
        total_participants=sum(len(session.participant_ids) for session in sessions),
        scheduled_start=command.scheduled_start,
        estimated_duration=command.estimated_duration,
        created_by=context.actor,
    )
    new = [
        _new_session(bundle, draft, rooms[draft.session_id or ""], known, context, epoch)
        for draft, epoch in zip(drafts, epochs, strict=False)
        if draft.session_id not in known.sessions
    ]
    return Opening(new, [each.session_id for each in sessions if each.session_id in known.sessions], ledger.entries)


def arrange(bundle: Bundle, command: CreateBundle, known: Known, context: Context) -> Arrangement | Refusal:
    """Who goes where and what each session asks for, before anybody looks whether it can be given."""
    drafts = _drafts(command, known)
    if isinstance(drafts, Refusal):
        return drafts
    drafts = _named(bundle, drafts)
    refusal = _refuse_drafts(bundle, drafts, known)
    if refusal is not None:
        return refusal
    rooms = _spread(drafts, command.distribution, known)
    if isinstance(rooms, Refusal):
        return rooms
    begin_ms = context.now_ms if command.scheduled_start is None else to_ms(command.scheduled_start)
    needs = [_need(draft, rooms[draft.session_id or ""], begin_ms, command.estimated_duration) for draft in drafts]
    return Arrangement(drafts, rooms, needs)


def _drafts(command: CreateBundle, known: Known) -> list[SessionDraft] | Refusal:
    """The sessions of either form."""
    if command.sessions is not None:
        return list(command.sessions)
    drafts: list[SessionDraft] = []
    for place, session_id in enumerate(command.session_ids or ()):
        session = known.sessions.get(session_id)
        if session is None:
            return Refusal(ErrorCode.SESSION_NOT_FOUND, "", ErrorContext(session_id=session_id, path="$.sessionIds"))
        said = command.workout_types[place] if command.workout_types else session.state.workout_type
        drafts.append(SessionDraft(workout_type=said, session_id=session_id))
    return drafts


def _named(bundle: Bundle, drafts: Sequence[SessionDraft]) -> list[SessionDraft]:
    """Every session with an id: that of the bundle and its place where none was given."""
    return [
        draft
        if draft.session_id is not None
        else msgspec.structs.replace(draft, session_id=f"{bundle.bundle_id[:56]}-{place}")
        for place, draft in enumerate(drafts, 1)
    ]


def _refuse_drafts(bundle: Bundle, drafts: Sequence[SessionDraft], known: Known) -> Refusal | None:
    if not 2 <= len(drafts) <= 8:
        context = ErrorContext(bundle_id=bundle.bundle_id, path="$.sessions", value=len(drafts))
        return Refusal(ErrorCode.VALIDATION_FAILED, "A bundle has 2 to 8 sessions.", context)
    if len({draft.session_id for draft in drafts}) < len(drafts):
        context = ErrorContext(bundle_id=bundle.bundle_id, path="$.sessions")
        return Refusal(ErrorCode.VALIDATION_FAILED, "A session is named twice.", context)
    for place, draft in enumerate(drafts):
        session = known.sessions.get(draft.session_id or "")
        refusal = _refuse_plan(draft, place, known) if session is None else _refuse_existing(draft, place, session)
        if refusal is not None:
            return refusal
    return None


def _refuse_plan(draft: SessionDraft, place: int, known: Known) -> Refusal | None:
    if draft.template_id is not None and draft.template_id not in known.plans:
        context = ErrorContext(path=f"$.sessions[{place}].templateId")
        detail = f"There is no {draft.workout_type.value} template {draft.template_id}."
        return Refusal(ErrorCode.NOT_FOUND, detail, context)
    return None


def _refuse_existing(draft: SessionDraft, place: int, session: Session) -> Refusal | None:
    state = session.state
    context = ErrorContext(session_id=state.session_id, bundle_id=state.bundle_id, path=f"$.sessions[{place}]")
    if state.bundle_id is not None:
        return refused(ErrorCode.CONFLICT, say("refused_other_bundle", session=state.workout_name), context)
    if state.status in TERMINAL:
        return refused(ErrorCode.INVALID_TRANSITION, say("refused_over", session=state.workout_name), context)
    if state.workout_type is not draft.workout_type:
        detail = f"{state.workout_name} is a {state.workout_type.value} session."
        return Refusal(ErrorCode.VALIDATION_FAILED, detail, context)
    return None


def _spread(
    drafts: Sequence[SessionDraft], spread: Distribution | None, known: Known
) -> dict[str, list[str]] | Refusal:
    """Who is in which session: named by hand, in sessions that exist, or spread."""
    rooms: dict[str, list[str]] = {}
    for draft in drafts:
        session = known.sessions.get(draft.session_id or "")
        there = [] if session is None else [p.player_id for p in session.state.present()]
        rooms[draft.session_id or ""] = list(dict.fromkeys([*there, *(draft.participant_ids if not there else ())]))
    if spread is not None:
        refusal = _add_spread(drafts, spread, known, rooms)
        if refusal is not None:
            return refusal
    seen: dict[str, str] = {}
    for session_id, players in rooms.items():
        for player_id in players:
            if player_id in seen:
                context = ErrorContext(player_id=player_id, session_id=session_id, alternatives=(seen[player_id],))
                return Refusal(ErrorCode.CONFLICT, f"{player_id} is in two sessions of the bundle.", context)
            seen[player_id] = session_id
            if player_id not in known.players and session_id not in known.sessions:
                return Refusal(
                    ErrorCode.NOT_FOUND, f"There is no player {player_id}.", ErrorContext(player_id=player_id)
                )
    return rooms


def _add_spread(
    drafts: Sequence[SessionDraft], spread: Distribution, known: Known, rooms: dict[str, list[str]]
) -> Refusal | None:
    placed = {player_id for players in rooms.values() for player_id in players}
    players = [p for p in dict.fromkeys((*(spread.player_ids or ()), *known.team)) if p not in placed]
    open_ids = [draft.session_id or "" for draft in drafts if draft.session_id not in known.sessions]
    pins: dict[str, str] = {}
    for player_id, place in (spread.pins or {}).items():
        if place >= len(drafts) or drafts[place].session_id not in open_ids:
            context = ErrorContext(player_id=player_id, path="$.distribution.pins", value=place)
            return Refusal(ErrorCode.VALIDATION_FAILED, "A player is pinned to no new session of the bundle.", context)
        pins[player_id] = drafts[place].session_id or ""
    if not open_ids:
        return None
    for session_id, chosen in _chosen(spread, players, open_ids, pins, known).items():
        rooms[session_id].extend(chosen)
    return None


def _chosen(
    spread: Distribution, players: Sequence[str], ids: Sequence[str], pins: Mapping[str, str], known: Known
) -> dict[str, list[str]]:
    if spread.by is DistributeBy.LINE:
        return distribute_lines({player: known.lines.get(player, f"alone {player}") for player in players}, ids, pins)
    if spread.by is DistributeBy.ABILITY:
        figures = {**known.abilities, **(spread.abilities or {})}
        known_ones = sorted(figures[player] for player in players if player in figures)
        middle = known_ones[len(known_ones) // 2] if known_ones else 0.0
        return distribute_by_ability({player: figures.get(player, middle) for player in players}, ids, pins)
    return distribute_evenly(players, ids, pins)


def _need(draft: SessionDraft, players: Sequence[str], begin_ms: int, minutes: float | None) -> Need:
    start_ms = begin_ms + round((draft.start_offset or 0) * 1000)
    length_ms = UNTIL_FURTHER_NOTICE_MS if minutes is None else round(minutes * 60_000)
    gear = {need.type: max(need.count, len(players) * (need.per_player or 0)) for need in draft.equipment or ()}
    name = draft.name or draft.session_id or ""
    return Need(draft.session_id or "", name, len(players), start_ms, start_ms + length_ms, draft.facility_id, gear)


def need_of(bundle: Bundle, given: BundleSession, present: int, now_ms: int) -> Need:
    """What a session of a bundle keeps others from using."""
    begin_ms = now_ms if bundle.scheduled_ms is None else bundle.scheduled_ms
    start_ms = begin_ms + round((given.start_offset or 0) * 1000)
    length_ms = UNTIL_FURTHER_NOTICE_MS if bundle.estimated_min is None else round(bundle.estimated_min * 60_000)
    gear = {need.type: need.count for need in given.resources.equipment}
    facility_id = given.resources.facility_id
    return Need(given.session_id, given.name, present, start_ms, start_ms + length_ms, facility_id, gear)


def _refuse_needs(drafts: Sequence[SessionDraft], needs: Sequence[Need], known: Known) -> Refusal | None:
    short = too_few(drafts, needs)
    if short:
        context = ErrorContext(session_id=short[0].session_ids[0])
        return refused(ErrorCode.EQUIPMENT_UNAVAILABLE, short[0].saying, context)
    conflicts = allocate(needs, known.facilities, known.gear(), known.taken)
    return conflict_refusal(conflicts[0], conflicts) if conflicts else None


def too_few(drafts: Sequence[SessionDraft], needs: Sequence[Need]) -> list[Conflict]:
    """Equipment of which each player needs some, where fewer are asked for than the players need."""
    conflicts: list[Conflict] = []
    for draft, need in zip(drafts, needs, strict=True):
        for item in draft.equipment or ():
            wanted = need.players * (item.per_player or 0)
            if wanted > item.count:
                said = say("refused_gear_asked", players=need.players, wanted=wanted, kind=item.type, items=item.count)
                conflicts.append(Conflict("equipment", item.type, wanted, item.count, (need.session_id,), said))
    return conflicts


def conflict_refusal(conflict: Conflict, conflicts: Sequence[Conflict]) -> Refusal:
    """Conflicts in words, with the code of the first."""
    code = ErrorCode.CAPACITY_EXCEEDED if conflict.kind == "capacity" else ErrorCode.EQUIPMENT_UNAVAILABLE
    session_id = conflict.session_ids[0] if conflict.session_ids else None
    context = ErrorContext(session_id=session_id, value=conflict.wanted)
    return Refusal(code, context=context, sayings=tuple(each.saying for each in conflicts))


def _allocated(
    drafts: Sequence[SessionDraft], rooms: Mapping[str, Sequence[str]], command: CreateBundle, known: Known
) -> list[BundleSession]:
    """The sessions with what they are given; items go by name, first come first served."""
    used = set(known.taken_items)
    sessions: list[BundleSession] = []
    for draft in drafts:
        session_id = draft.session_id or ""
        wanted = draft.equipment or ()
        items = choose_items(wanted, known.items, used)
        used.update(items)
        facility = known.facilities.get(draft.facility_id or "")
        starts = None
        if command.scheduled_start is not None:
            starts = at_time(to_ms(command.scheduled_start) + round((draft.start_offset or 0) * 1000))
        sessions.append(
            BundleSession(
                session_id=session_id,
                workout_type=draft.workout_type,
                name=name_of(draft, known),
                participant_ids=tuple(rooms[session_id]),
                resources=ResourceAllocation(
                    facility_id=None if facility is None else facility.facility_id,
                    facility_name=None if facility is None else facility.name,
                    capacity=None if facility is None else facility.capacity,
                    equipment=wanted,
                    item_ids=tuple(items) or None,
                ),
                scheduled_start=starts,
                start_offset=draft.start_offset,
            )
        )
    return sessions


def choose_items(wanted: Sequence[EquipmentNeed], items: Sequence[KnownItem], used: set[str]) -> list[str]:
    """Working items that nobody has, in their order."""
    chosen: list[str] = []
    for need in wanted:
        free = [item.item_id for item in items if item.kind == need.type and item.works and item.item_id not in used]
        chosen.extend(free[: need.count])
    return chosen


def name_of(draft: SessionDraft, known: Known) -> str:
    """What a session is called: as asked for, as it is called already, or after its kind."""
    session = known.sessions.get(draft.session_id or "")
    if session is not None:
        return session.state.workout_name
    return draft.name or draft.workout_type.value.capitalize()


def _new_session(
    bundle: Bundle, draft: SessionDraft, player_ids: Sequence[str], known: Known, context: Context, epoch: str
) -> NewSession:
    plan = known.plans.get(draft.template_id or "") if draft.plan is None else bytes(draft.plan)
    kind = draft.workout_type.value
    players = [
        known.players[player_id]._replace(priors=known.priors.get((player_id, kind), known.players[player_id].priors))
        for player_id in player_ids
    ]
    return NewSession(
        session_id=draft.session_id or "",
        epoch=epoch,
        org_id=bundle.org_id,
        workout_type=draft.workout_type,
        workout_name=name_of(draft, known),
        players=players,
        plan=plan,
        workout_id=draft.template_id,
        bundle_id=bundle.bundle_id,
        trainer_id=draft.trainer_id or context.actor,
    )
