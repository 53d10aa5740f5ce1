"""Modes of players' screens: switched by hand or by the next block, always after a notice."""

from __future__ import annotations

from typing import Final

import msgspec

from dryland.contract.base import Role
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import ErrorContext, Refusal, refused
from dryland.contract.hybrid import Initiator, ModeSwitch, ModeSwitched
from dryland.contract.sayings import say
from dryland.floor.hybrid_parts import HybridSession, programme_for
from dryland.floor.hybrid_track import ModeChange, due_of
from dryland.floor.state import PlayerState
from dryland.floor.workout import Ledger, at_time, to_ms

__all__ = ["MODE", "give_notice", "mode_switched", "switch_mode"]

MODE: Final = "training:hybrid:mode:switch"


def switch_mode(session: HybridSession, command: ModeSwitch, ledger: Ledger) -> Refusal | None:
    """A person wants a player's screen, or everybody's, in another mode."""
    state, context = session.state, ledger.context
    where = ErrorContext(session_id=state.session_id, player_id=command.player_id)
    if command.player_id is not None and command.player_id not in state.players:
        return Refusal(ErrorCode.PLAYER_NOT_IN_SESSION, "", where)
    if context.role is Role.PLAYER and command.player_id is None:
        return refused(ErrorCode.FORBIDDEN, say("refused_own_screen"), where)
    player_ids = list(state.players) if command.player_id is None else [command.player_id]
    modes = [session.works[player_id].mode_at(context.occurred_ms) for player_id in player_ids]
    present = next((mode for mode in modes if mode is not None), None)
    if present is None or (command.from_mode is not None and command.from_mode not in modes):
        is_in = "no block has begun" if present is None else f"the screen is in {present.value}"
        return Refusal(ErrorCode.BLOCK_OUT_OF_ORDER, f"{is_in}.", msgspec.structs.replace(where, state=present))
    notice_ms = round(session.settings.hybrid.notice_s * 1000)
    ledger.add(
        MODE,
        ModeSwitched,
        player_id=command.player_id,
        from_mode=command.from_mode or present,
        to_mode=command.to_mode,
        initiated_by=Initiator.PLAYER if context.role is Role.PLAYER else Initiator.TRAINER,
        switches_at=at_time(context.occurred_ms + notice_ms + ledger.shift_ms),
        reason=command.reason,
        **({} if command.player_id is None else state.players[command.player_id].marks()),
    )
    return None


def give_notice(session: HybridSession, player: PlayerState, at_ms: int, ledger: Ledger) -> None:
    """The block ends soon and the next is of another kind."""
    work, programme = session.works[player.player_id], programme_for(session, player)
    run = work.run
    assert run is not None
    following = programme.after(run.block_id, run.index)
    assert following is not None
    block = programme.blocks[following]
    over = due_of(work, programme, session.state.clock, session.settings.hybrid, notices=False)
    over_ms = at_ms if over is None else over.at_ms
    ledger.add(
        MODE,
        ModeSwitched,
        at_ms=at_ms,
        player_id=player.player_id,
        from_mode=work.mode_at(at_ms) or run.type,
        to_mode=block.type,
        initiated_by=Initiator.SERVER,
        switches_at=at_time(over_ms + ledger.shift_ms),
        reason=f"{block.name} is next",
        **player.marks(),
    )


def mode_switched(session: HybridSession, fact: ModeSwitched) -> None:
    """The screens named will switch when the notice is over."""
    assert fact.occurred_at is not None
    at_ms = to_ms(fact.switches_at) - session.state.clock.shift_ms
    player_ids = list(session.works) if fact.player_id is None else [fact.player_id]
    for player_id in player_ids:
        work = session.works[player_id]
        work.mode = work.mode_at(to_ms(fact.occurred_at))
        work.change = ModeChange(fact.to_mode, at_ms)
        if fact.initiated_by is Initiator.SERVER and work.run is not None:
            work.run.announced = True
    session.moved = True
