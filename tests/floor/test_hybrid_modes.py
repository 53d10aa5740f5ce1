"""What a player's screen shows, and the notice before it changes."""

from __future__ import annotations

import msgspec

from dryland.contract.base import Role
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.hybrid import BlockPointer, ModeSwitched
from dryland.floor.hybrid import MODE
from dryland.floor.hybrid_track import HybridTrack
from dryland.floor.workout import to_ms
from tests.floor.hybrids import BIKE, WALK, ms, place, world
from tests.floor.world import T0, World, names


def switches(made: World) -> list[ModeSwitched]:
    return [msgspec.json.decode(payload, type=ModeSwitched) for name, payload in made.log if name == MODE]


def test_screens_get_notice_before_a_block_of_another_kind_begins() -> None:
    made = world({"blocks": [WALK, BIKE]})
    made.wait(90)
    (notice,) = switches(made)
    assert (notice.from_mode, notice.to_mode, notice.initiated_by) == ("transition", "interval", "server")
    assert (ms(notice), to_ms(notice.switches_at) - T0) == (85_000, 90_000)
    assert place(made) == "bike"


def test_a_mode_switched_by_hand_comes_after_its_notice() -> None:
    made = world(count=2)
    assert names(made.tell(MODE, {"toMode": "interval", "playerId": "p1", "reason": "bikes are free"})) == [MODE]
    (switch,) = switches(made)
    assert (switch.from_mode, switch.initiated_by) == ("exercise", "trainer")
    assert to_ms(switch.switches_at) - ms(switch) - T0 == 5_000
    work = made.session.works["p1"]
    assert isinstance(work, HybridTrack)
    assert work.mode_at(made.now_ms + 4_999) == "exercise"
    assert work.mode_at(made.now_ms + 5_000) == "interval"
    pointer = made.session.view(made.now_ms).players[0].block
    assert isinstance(pointer, BlockPointer)
    assert (pointer.mode, pointer.next_mode) == ("exercise", "interval")
    assert made.session.works["p2"].change is None  # type: ignore[attr-defined]


def test_everybody_may_be_switched_by_a_trainer_and_nobody_else() -> None:
    made = world(count=2)
    refusal = made.tell(MODE, {"toMode": "interval"}, role=Role.PLAYER, actor="p1")
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.FORBIDDEN
    made.tell(MODE, {"toMode": "interval"})
    assert all(work.change is not None for work in made.session.works.values())  # type: ignore[attr-defined]


def test_a_switch_from_a_mode_nobody_is_in_is_refused() -> None:
    made = world()
    refusal = made.tell(MODE, {"fromMode": "interval", "toMode": "transition", "playerId": "p1"})
    assert isinstance(refusal, Refusal)
    assert refusal.code is ErrorCode.BLOCK_OUT_OF_ORDER
