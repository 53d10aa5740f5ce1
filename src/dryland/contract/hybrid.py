"""Hybrid on the wire: blocks of exercises and intervals, the steps between them, mixed metrics.

Blocks are made of strength exercises and conditioning intervals, not copies of them. Knows no fusion score.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from dryland.contract.base import (
    Bpm,
    Command,
    Delivery,
    Identifier,
    Load,
    Name,
    Percent,
    PlayerFact,
    PlayerOrAllFact,
    Rpe,
    Seconds,
    ShortText,
    Text,
    Timestamp,
    Watts,
    WeightUnit,
    Wire,
    WorkoutType,
)
from dryland.contract.conditioning import Interval
from dryland.contract.event_spec import ATHLETE, SENSOR, EventSpec, Pace, Subject
from dryland.contract.sayings import Sayings
from dryland.contract.strength_plan import PlannedExercise, RackInventory, Reps

__all__ = [
    "EVENTS",
    "AdaptiveAdjustments",
    "BlockKind",
    "BlockPointer",
    "BlockRef",
    "BlockResult",
    "BlockScheme",
    "BlockStep",
    "BlockTransition",
    "BlockTransitioned",
    "HybridBlock",
    "HybridMetrics",
    "HybridPlan",
    "Initiator",
    "MixedMetrics",
    "MixedMetricsUpdated",
    "ModeSwitch",
    "ModeSwitched",
]


class BlockKind(enum.StrEnum):
    """What a block is made of; also the mode of a player's screen."""

    EXERCISE = "exercise"
    INTERVAL = "interval"
    TRANSITION = "transition"


class BlockScheme(enum.StrEnum):
    """How a block is scored: sets in order, rounds in a time, one a minute, or the time for all rounds."""

    SETS = "sets"
    AMRAP = "amrap"
    EMOM = "emom"
    FOR_TIME = "for_time"


class Initiator(enum.StrEnum):
    """Who brought a change about."""

    SERVER = "server"
    TRAINER = "trainer"
    PLAYER = "player"


class HybridBlock(Wire, frozen=True, kw_only=True):
    """One block of a hybrid plan; `duration` is a transition's length or an AMRAP's and a for-time's cap, in s."""

    id: Identifier
    type: BlockKind
    name: Name
    scheme: BlockScheme | None = None
    exercises: Annotated[tuple[PlannedExercise, ...], Meta(min_length=1, max_length=30)] | None = None
    intervals: Annotated[tuple[Interval, ...], Meta(min_length=1, max_length=200)] | None = None
    rounds: Annotated[int, Meta(ge=1, le=100)] | None = None
    duration: Annotated[float, Meta(gt=0, le=21_600, description="s")] | None = None
    estimated_duration: Seconds | None = None
    note: Text | None = None

    def __post_init__(self) -> None:
        """Refuse a block without the work its type needs, or a scheme without its time or rounds."""
        needed = {
            BlockKind.EXERCISE: self.exercises is not None,
            BlockKind.INTERVAL: self.intervals is not None,
            BlockKind.TRANSITION: self.duration is not None,
        }
        if not needed[self.type]:
            raise ValueError(f"a block of type {self.type.value} lacks its exercises, intervals or duration")
        if self.scheme is BlockScheme.AMRAP and self.duration is None:
            raise ValueError("an AMRAP block needs a duration")
        if self.scheme in {BlockScheme.EMOM, BlockScheme.FOR_TIME} and self.rounds is None:
            raise ValueError(f"a block with the scheme {self.scheme} needs rounds")


class HybridPlan(Wire, frozen=True, kw_only=True):
    """What players do in a hybrid session, in order. `adaptive` false switches every adjustment off."""

    blocks: Annotated[tuple[HybridBlock, ...], Meta(min_length=1, max_length=60)]
    rack: RackInventory | None = None
    adaptive: bool | None = None


class BlockRef(Wire, frozen=True, kw_only=True):
    """A block as named in a transition."""

    id: Identifier
    type: BlockKind
    name: Name
    index: Annotated[int, Meta(ge=0, le=1_000)] | None = None
    estimated_duration: Seconds | None = None


class BlockStep(Wire, frozen=True, kw_only=True):
    """From which block to which; both ends may be absent at the edges of the plan."""

    from_block: BlockRef | None = None
    to_block: BlockRef | None = None


class BlockTransition(Command, frozen=True, kw_only=True):
    """Moves a player to the next block."""

    session_id: Identifier
    player_id: Identifier
    block_transition: BlockStep
    total_blocks: Annotated[int, Meta(ge=1, le=1_000)] | None = None
    overall_progress: Percent | None = None


class AdaptiveAdjustments(Wire, frozen=True, kw_only=True):
    """How the next block is changed: factors of its planned intensity and duration, with the inputs."""

    intensity_modifier: Annotated[float, Meta(ge=0.5, le=1.5)]
    duration_modifier: Annotated[float, Meta(ge=0.5, le=1.5)]
    reason: Text
    reason_sayings: Sayings | None = None
    inputs: dict[str, float]


class BlockResult(Wire, frozen=True, kw_only=True):
    """What came of a block. Times in s without pauses; `rounds` are whole ones, `reps` those of the round begun."""

    scheme: BlockScheme
    duration: Seconds
    sets: Annotated[int, Meta(ge=0)] | None = None
    total_sets: Annotated[int, Meta(ge=0)] | None = None
    rounds: Annotated[int, Meta(ge=0)] | None = None
    reps: Annotated[int, Meta(ge=0)] | None = None
    missed: Annotated[int | None, Meta(description="rounds of an EMOM that were not done in their minute")] = None
    time: Annotated[float | None, Meta(description="s for all rounds of a for-time block; none when capped")] = None
    capped: bool | None = None


class BlockTransitioned(PlayerFact, frozen=True, kw_only=True):
    """A player is in the next block; at the plan's end `toBlock` is absent and `finished` true."""

    block_transition: BlockStep
    total_blocks: int
    overall_progress: Percent
    adaptive_adjustments: AdaptiveAdjustments | None = None
    result: Annotated[BlockResult | None, Meta(description="of the block that is over")] = None
    ends_at: Timestamp | None = None
    finished: bool | None = None


class HybridMetrics(Wire, frozen=True, kw_only=True):
    """What a player does in a block; `timeInBlock` in s, pace in s/500 m."""

    current_set: Annotated[int, Meta(ge=0, le=1_000)] | None = None
    reps: Reps | None = None
    weight: Load | None = None
    weight_unit: WeightUnit | None = None
    heart_rate: Bpm | None = None
    power: Watts | None = None
    pace: Annotated[float, Meta(ge=0, le=3_600)] | None = None
    time_in_block: Seconds | None = None
    rpe: Rpe | None = None
    fatigue: Annotated[float, Meta(ge=1, le=10)] | None = None
    rounds: Annotated[int, Meta(ge=0, le=1_000)] | None = None


class MixedMetrics(Command, frozen=True, kw_only=True):
    """Live values of a player in a block; `currentBlock` by reference or by id alone."""

    session_id: Identifier
    player_id: Identifier
    current_block: BlockRef | Identifier
    metrics: HybridMetrics


class MixedMetricsUpdated(PlayerFact, frozen=True, kw_only=True):
    """Newest values of one player in a block."""

    current_block: BlockRef
    metrics: HybridMetrics


class ModeSwitch(Command, frozen=True, kw_only=True):
    """Switches the screen of one player, or of all when `playerId` is absent."""

    session_id: Identifier
    to_mode: BlockKind
    player_id: Identifier | None = None
    from_mode: BlockKind | None = None
    reason: ShortText | None = None
    initiated_by: Initiator | None = None


class ModeSwitched(PlayerOrAllFact, frozen=True, kw_only=True):
    """The screen switches at `switchesAt`, 5 s after the notice."""

    from_mode: BlockKind
    to_mode: BlockKind
    initiated_by: Initiator
    switches_at: Timestamp
    reason: ShortText | None = None


class BlockPointer(Wire, frozen=True, kw_only=True):
    """Where a player is in a hybrid plan."""

    index: int
    id: Identifier
    name: Name
    type: BlockKind
    total: int
    started_at: Timestamp
    ends_at: Timestamp | None = None
    scheme: BlockScheme | None = None
    round: int | None = None
    rounds: int | None = None
    next_name: Name | None = None
    next_type: BlockKind | None = None
    mode: Annotated[BlockKind | None, Meta(description="the screen's mode; follows the block unless switched")] = None
    mode_switches_at: Annotated[Timestamp | None, Meta(description="when `nextMode` begins, after its notice")] = None
    next_mode: BlockKind | None = None
    adaptive_adjustments: Annotated[AdaptiveAdjustments | None, Meta(description="in force in this block")] = None


_D = Delivery
_H = WorkoutType.HYBRID

EVENTS: Final = (
    EventSpec(constant="HYBRID_BLOCK_TRANSITION", wire="training:hybrid:block:transition", summary="The next block.",
              workout=_H, delivery=_D.DURABLE, senders=ATHLETE, subject=Subject.PLAYER, command=BlockTransition,
              event=BlockTransitioned),
    EventSpec(constant="HYBRID_MIXED_METRICS", wire="training:hybrid:mixed:metrics",
              summary="Live values of a player in a block.", workout=_H, delivery=_D.LIVE, senders=SENSOR,
              subject=Subject.PLAYER, command=MixedMetrics, event=MixedMetricsUpdated, pace=Pace.HYBRID),
    EventSpec(constant="HYBRID_MODE_SWITCH", wire="training:hybrid:mode:switch", summary="A screen changes its mode.",
              workout=_H, delivery=_D.DURABLE, senders=ATHLETE, command=ModeSwitch, event=ModeSwitched),
)  # fmt: skip
