"""How an attempt is judged: the team's percentile or a named norm, and change only beyond the typical error.

The team's figures are kept up player by player, so that an attempt costs the same in a large squad; they follow from
the players' tracks and are built anew where they are missing. Knows no plan beyond the drill and stores nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from dryland.contract.agility import DrillImprovement, DrillTrend, PerformanceRating, RatingBasis, TimingSource
from dryland.contract.agility_plan import Drill, DrillPattern
from dryland.contract.base import Side
from dryland.floor.agility_settings import AgilitySettings
from dryland.floor.agility_track import Attempt, DrillTrack
from dryland.floor.profile import PlayerProfile
from dryland.floor.state import PlayerState
from dryland.science.change import change_verdict
from dryland.science.norms import illinois_grade, t_test_grade

__all__ = [
    "DrillPrior",
    "DrillTable",
    "Pairs",
    "drill_key",
    "improvement",
    "merged_prior",
    "rating",
]


class Pairs(msgspec.Struct, frozen=True, omit_defaults=True):
    """Differences of an attempt to the next one, ms: how many, their sum and their squares' sum."""

    count: int = 0
    total_ms: float = 0.0
    squares_ms2: float = 0.0

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(self.count + other.count, self.total_ms + other.total_ms, self.squares_ms2 + other.squares_ms2)

    def __sub__(self, other: Pairs) -> Pairs:
        return Pairs(self.count - other.count, self.total_ms - other.total_ms, self.squares_ms2 - other.squares_ms2)

    def typical_error_ms(self) -> float | None:
        """SD of the differences over √2 (Hopkins 2000), from running sums; None below two pairs."""
        if self.count < 2:
            return None
        variance = (self.squares_ms2 - self.total_ms**2 / self.count) / (self.count - 1)
        return math.sqrt(max(0.0, variance) / 2)


def _pairs(times_ms: Sequence[float]) -> Pairs:
    steps = [after - before for before, after in pairwise(times_ms)]
    return Pairs(len(steps), sum(steps), sum(step * step for step in steps))


class DrillPrior(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What former sessions tell of one player in one drill and direction."""

    best_ms: float
    mean_ms: float
    attempts: int
    splits: tuple[float, ...] = ()
    pairs: Pairs = Pairs()
    by_hand: bool = False


def drill_key(drill: Drill, side: Side | None) -> str:
    """What identifies a drill from session to session: its pattern, its length, the side; its id for one's own."""
    name = drill.id if drill.pattern is DrillPattern.CUSTOM else drill.pattern.value
    length = "" if drill.length is None else f":{drill.length:g}m"
    return name + length + ("" if side is None else f":{side.value}")


def merged_prior(known: DrillPrior | None, attempts: Sequence[Attempt]) -> DrillPrior | None:
    """The prior after a session's valid attempts; what it was when there were none."""
    if not attempts:
        return known
    times = [attempt.time_ms for attempt in attempts]
    best = min(attempts, key=lambda attempt: attempt.time_ms)
    fresh = DrillPrior(
        best.time_ms,
        sum(times) / len(times),
        len(times),
        best.splits,
        _pairs(times),
        best.source is TimingSource.MANUAL,
    )
    if known is None:
        return fresh
    best_prior = fresh if fresh.best_ms < known.best_ms else known
    count = known.attempts + fresh.attempts
    mean_ms = (known.mean_ms * known.attempts + fresh.mean_ms * fresh.attempts) / count
    return DrillPrior(
        best_prior.best_ms, mean_ms, count, best_prior.splits, known.pairs + fresh.pairs, best_prior.by_hand
    )


class _Share(NamedTuple):
    best_ms: float | None
    pairs: Pairs


class DrillTable:
    """The team's times in one drill and direction: each player's best, and the pairs of all."""

    __slots__ = ("_bests_ms", "_shares", "pairs")

    def __init__(self) -> None:
        self._shares: dict[str, _Share] = {}
        self._bests_ms: list[float] = []
        self.pairs = Pairs()

    def put(self, player_id: str, prior: DrillPrior | None, valid: Sequence[Attempt]) -> None:
        """Take in how one player stands now."""
        known = self._shares.get(player_id)
        if known is not None:
            self.pairs = self.pairs - known.pairs
            if known.best_ms is not None:
                del self._bests_ms[bisect_left(self._bests_ms, known.best_ms)]
        times = [attempt.time_ms for attempt in valid]
        pairs = _pairs(times)
        if prior is not None:
            times.append(prior.best_ms)
            pairs = pairs + prior.pairs
        best_ms = min(times, default=None)
        if best_ms is not None:
            insort(self._bests_ms, best_ms)
        self._shares[player_id] = _Share(best_ms, pairs)
        self.pairs = self.pairs + pairs

    def bests_ms(self) -> list[float]:
        """Best times of everybody who has one, fastest first."""
        return list(self._bests_ms)

    def standing(self, player_id: str, time_ms: float, min_team: int) -> tuple[int, float] | None:
        """How many the team is, and the percent of it that a time of this player beats, ties counting half.

        Among the best times of the others and this one: `percentile_rank` over an ordered list, so that a large squad
        costs no more than a small one. None below `min_team`.
        """
        share = self._shares.get(player_id)
        own_ms = None if share is None else share.best_ms
        size = len(self._bests_ms) + (own_ms is None)
        if size < min_team:
            return None
        faster, until = bisect_left(self._bests_ms, time_ms), bisect_right(self._bests_ms, time_ms)
        beaten, ties = len(self._bests_ms) - until, until - faster + 1
        if own_ms is not None:
            beaten -= own_ms > time_ms
            ties -= own_ms == time_ms
        return size, 100 * (beaten + ties / 2) / size


def rating(
    drill: Drill, time_ms: float, table: DrillTable, player: PlayerState, settings: AgilitySettings
) -> tuple[PerformanceRating, RatingBasis] | None:
    """Where a time stands: among the team's best when it is large enough, else within a labelled norm, else nowhere."""
    standing = table.standing(player.player_id, time_ms, settings.min_team)
    if standing is None:
        return _by_norm(drill, time_ms, player.profile)
    size, percentile = standing
    bounds = (settings.excellent_pct, settings.good_pct, settings.average_pct)
    grade = tuple(PerformanceRating)[sum(percentile < bound for bound in bounds)]
    basis = RatingBasis(population="this team", size=size, percentile=round(percentile, 1))
    return grade, basis


_T_TEST = {"poor": PerformanceRating.NEEDS_IMPROVEMENT}
_ILLINOIS = {
    "above_average": PerformanceRating.GOOD,
    "below_average": PerformanceRating.NEEDS_IMPROVEMENT,
    "poor": PerformanceRating.NEEDS_IMPROVEMENT,
}


def _by_norm(drill: Drill, time_ms: float, profile: PlayerProfile) -> tuple[PerformanceRating, RatingBasis] | None:
    """A published norm where one exists for this drill and this person; most drills have none."""
    sex = profile.sex
    if sex not in {"male", "female"} or drill.cones is not None:
        return None
    people = "men" if sex == "male" else "women"
    if drill.pattern is DrillPattern.T_TEST:
        word = t_test_grade(sex, time_ms / 1000)
        return _T_TEST.get(word) or PerformanceRating(word), RatingBasis(
            population=f"T-test norm (Semenick type), {people}"
        )
    if drill.pattern is DrillPattern.ILLINOIS and profile.age_y is not None and 16 <= profile.age_y < 20:
        word = illinois_grade(sex, time_ms / 1000)
        return _ILLINOIS.get(word) or PerformanceRating(word), RatingBasis(
            population=f"Illinois norm, {people} 16-19 y"
        )
    return None


def improvement(
    attempt: Attempt, track: DrillTrack, prior: DrillPrior | None, pairs: Pairs, settings: AgilitySettings
) -> DrillImprovement:
    """An attempt against the player's own earlier ones, real only beyond the typical error."""
    valid = track.valid(attempt.side, other_than=attempt.number)
    earlier = [other for other in valid if other.number < attempt.number]
    before_ms = [other.time_ms for other in valid]
    if prior is not None:
        before_ms.append(prior.best_ms)
    mean_ms = sum(other.time_ms for other in earlier) / len(earlier) if earlier else prior.mean_ms if prior else None
    from_mean = None if mean_ms is None else attempt.time_ms - mean_ms
    by_hand = attempt.source is TimingSource.MANUAL or any(other.source is TimingSource.MANUAL for other in earlier)
    error_ms, basis = _typical_error(attempt.time_ms, pairs, by_hand or (prior is not None and prior.by_hand), settings)
    real = from_mean is not None and change_verdict(from_mean, error_ms, 0.0, settings.noise_factor) != "unclear"
    return DrillImprovement(
        from_previous=_rounded(attempt.time_ms - earlier[-1].time_ms) if earlier else None,
        from_best=_rounded(attempt.time_ms - min(before_ms)) if before_ms else None,
        trend=_trend(from_mean, real=real),
        beyond_noise=real,
        from_mean=None if from_mean is None else _rounded(from_mean),
        typical_error=None if from_mean is None else _rounded(error_ms),
        typical_error_basis=None if from_mean is None else basis,
    )


def _trend(from_mean: float | None, *, real: bool) -> DrillTrend:
    if from_mean is None:
        return DrillTrend.UNKNOWN
    if not real:
        return DrillTrend.STABLE
    return DrillTrend.IMPROVING if from_mean < 0 else DrillTrend.DECLINING


def _typical_error(time_ms: float, pairs: Pairs, by_hand: bool, settings: AgilitySettings) -> tuple[float, str]:
    """Error of one attempt, ms, and where it comes from."""
    error_ms = pairs.typical_error_ms() if pairs.count >= settings.min_error_pairs else None
    if error_ms is not None:
        return error_ms, f"{pairs.count} pairs of attempts at this drill"
    error_ms = settings.default_error_pct / 100 * time_ms
    basis = f"{settings.default_error_pct:g} % of the time, until {settings.min_error_pairs} pairs are known"
    if by_hand:
        return math.hypot(
            error_ms, settings.hand_error_ms
        ), f"{basis}, and {settings.hand_error_ms:g} ms for timing by hand"
    return error_ms, basis


def _rounded(value_ms: float) -> float:
    return round(value_ms, 1)
