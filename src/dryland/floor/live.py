"""One player's newest values, as screens see them: signal state, analysis, the row of a live frame.

Samples do not become facts one by one; they are analysed here at once and stored beside the log.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from dryland.contract.base import Signal
from dryland.contract.conditioning import TargetZone
from dryland.contract.live import Cell
from dryland.contract.session_state import Metrics
from dryland.floor.analysis import PlayerAnalysis
from dryland.floor.profile import PlayerProfile
from dryland.floor.settings import FloorSettings

__all__ = ["NEVER_MS", "Columns", "LivePlayer"]

NEVER_MS: Final = 1 << 62

POWER_ZONE_PCT: Final = (55.0, 75.0, 90.0, 105.0, 120.0, 150.0)
"""Upper bounds, inclusive, of power zones 1-6 in % of FTP (Coggan)."""

_LIVE, _LATE, _IMPLAUSIBLE = Signal.LIVE.value, Signal.LATE.value, Signal.IMPLAUSIBLE.value


class Columns(NamedTuple):
    """One player's samples in the order of their own time (ms since 1970); all columns equally long."""

    at_ms: Sequence[int]
    heart_rate: Sequence[float | None]
    power: Sequence[float | None]
    cadence: Sequence[float | None]
    speed: Sequence[float | None]
    distance: Sequence[float | None]


class HeardValues(Protocol):
    """The newest values of a batch."""

    @property
    def heart_rate(self) -> float | None: ...
    @property
    def power(self) -> float | None: ...


class LivePlayer:
    """Newest values of one player. `boundary_ms` is the fact time at which the present interval is over."""

    __slots__ = (
        "_late_ms",
        "_lost_ms",
        "_settings",
        "_stale_ms",
        "analysis",
        "boundary_ms",
        "cadence",
        "distance",
        "hr_received_ms",
        "interval_ends_ms",
        "interval_index",
        "is_rest",
        "player_id",
        "power_received_ms",
        "received_ms",
        "sample_ms",
        "speed",
    )

    def __init__(self, player_id: str, profile: PlayerProfile, settings: FloorSettings) -> None:
        self.player_id = player_id
        self._settings = settings
        self._late_ms = settings.late_after_s * 1000
        self._stale_ms = settings.hold_s * 1000
        self._lost_ms = settings.lost_after_s * 1000
        self.analysis = PlayerAnalysis(profile, settings)
        self.boundary_ms = NEVER_MS
        self.interval_index: int | None = None
        self.interval_ends_ms: int | None = None
        self.is_rest = False
        self.received_ms = 0
        self.hr_received_ms = 0
        self.power_received_ms = 0
        self.sample_ms = 0
        self.cadence: float | None = None
        self.speed: float | None = None
        self.distance: float | None = None

    def carry_on(self, known: LivePlayer) -> None:
        """Show what was shown last until samples say more; the figures behind it are still to be rebuilt."""
        self.received_ms = known.received_ms
        self.hr_received_ms, self.power_received_ms = known.hr_received_ms, known.power_received_ms
        self.cadence, self.speed, self.distance = known.cadence, known.speed, known.distance
        self.analysis.show(known.analysis)

    def reset(self) -> None:
        """Forget the analysis, before it is rebuilt from stored samples; what screens show stays."""
        self.analysis = PlayerAnalysis(self.analysis.profile, self._settings)

    def enter_interval(
        self,
        index: int,
        start_ms: int,
        duration_s: float,
        hr_band: TargetZone | None,
        power_band: TargetZone | None,
        *,
        is_rest: bool = False,
    ) -> None:
        """Begin an interval's sums."""
        self.interval_index, self.is_rest = index, is_rest
        self.analysis.begin(start_ms, duration_s, hr_band, power_band)

    def leave_interval(self) -> None:
        """No interval any more."""
        self.interval_index = self.interval_ends_ms = None
        self.is_rest = False
        self.boundary_ms = NEVER_MS
        self.analysis.tally = None
        self.analysis.hr_band = self.analysis.power_band = None
        self.analysis.in_zone = self.analysis.out_since_ms = None

    def observe(self, at_ms: int, now_ms: int, metrics: Metrics) -> None:
        """Take one set of live values at its own time."""
        analysis = self.analysis
        self.received_ms = now_ms
        self.sample_ms = at_ms
        heart_rate = metrics.heart_rate
        if heart_rate is not None:
            self.hr_received_ms = now_ms
            analysis.heart_rate(at_ms, heart_rate)
        power = metrics.power
        if power is not None:
            self.power_received_ms = now_ms
            analysis.power_w(at_ms, power)
        cadence = metrics.cadence
        if cadence is not None:
            self.cadence = cadence
            analysis.cadence(cadence)
        if metrics.speed is not None:
            self.speed = metrics.speed
        if metrics.distance is not None:
            self.distance = metrics.distance
            analysis.distance(metrics.distance)

    def heard(self, newest: HeardValues, now_ms: int) -> None:
        """A batch has come: its newest values count as heard now."""
        self.received_ms = now_ms
        if newest.heart_rate is not None:
            self.hr_received_ms = now_ms
        if newest.power is not None:
            self.power_received_ms = now_ms

    def feed(
        self,
        at_ms: int,
        heart_rate: float | None,
        power: float | None,
        cadence: float | None,
        speed: float | None,
        distance: float | None,
    ) -> None:
        """Take one stored or batched sample at its own time; it does not count as heard now."""
        analysis = self.analysis
        self.sample_ms = max(self.sample_ms, at_ms)
        if heart_rate is not None:
            analysis.heart_rate(at_ms, int(heart_rate))
        if power is not None:
            analysis.power_w(at_ms, power)
        if cadence is not None:
            self.cadence = cadence
            analysis.cadence(cadence)
        if speed is not None:
            self.speed = speed
        if distance is not None:
            self.distance = distance
            analysis.distance(distance)

    def feed_until(self, columns: Columns, position: int, until_ms: int) -> int:
        """Take stored samples from `position` on whose time is before `until_ms`; returns where it stopped."""
        at_ms = columns.at_ms
        end = len(at_ms)
        while position < end and at_ms[position] < until_ms:
            self.feed(
                at_ms[position],
                columns.heart_rate[position],
                columns.power[position],
                columns.cadence[position],
                columns.speed[position],
                columns.distance[position],
            )
            position += 1
        return position

    def signal(self, now_ms: int) -> Signal:
        """How far the newest value can be trusted at `now_ms`."""
        if not self.received_ms:
            return Signal.NONE
        age_ms = now_ms - self.received_ms
        if age_ms > self._lost_ms:
            return Signal.LOST
        if age_ms > self._stale_ms:
            return Signal.STALE
        if self.analysis.implausible:
            return Signal.IMPLAUSIBLE
        return Signal.LATE if age_ms > self._late_ms else Signal.LIVE

    def percent_of_ftp(self) -> float | None:
        """Newest power as % of FTP."""
        power, ftp_w = self.analysis.power, self.analysis.profile.ftp_w
        return _tenths(100 * power / ftp_w) if power is not None and ftp_w else None

    @staticmethod
    def power_zone(percent: float | None) -> int | None:
        """Zone 1-7 of a power in % of FTP; the upper bound belongs to the zone (Coggan)."""
        return None if percent is None else bisect_left(POWER_ZONE_PCT, percent) + 1

    def out_of_zone_s(self) -> float | None:
        """How long the target has been missed, s on the samples' own time."""
        since = self.analysis.out_since_ms
        return _tenths((self.analysis.hr_at_ms - since) / 1000) if since is not None else None

    def w_balance_pct(self) -> float | None:
        """W′ balance in % of W′; negative when CP or W′ are set too low."""
        w_prime = self.analysis.profile.w_prime_j
        balance = self.analysis.wbal_j
        return _tenths(100 * balance / w_prime) if balance is not None and w_prime else None

    def row(self, now_ms: int) -> tuple[Cell, ...]:
        """The row of a live frame, in the order of FRAME_COLUMNS. A stale value is not in it."""
        age_ms = now_ms - self.received_ms
        if age_ms > self._stale_ms or not self.received_ms:
            return self._silent(now_ms)
        analysis = self.analysis
        fresh_ms = now_ms - self._stale_ms
        heart = self.hr_received_ms >= fresh_ms
        power = self.power_received_ms >= fresh_ms
        percent = self.percent_of_ftp() if power else None
        tally, kcal = analysis.tally, analysis.kcal
        return (
            self.player_id,
            analysis.hr if heart else None,
            analysis.power if power else None,
            self.cadence,
            self.speed,
            self.distance,
            analysis.zone if heart else None,
            analysis.percent_of_max if heart else None,
            percent,
            None if percent is None else bisect_left(POWER_ZONE_PCT, percent) + 1,
            round(100 * tally.hr_in_s / tally.hr_judged_s * 10) / 10
            if tally is not None and tally.hr_judged_s
            else None,
            analysis.in_zone if heart else None,
            self.out_of_zone_s() if analysis.out_since_ms is not None else None,
            self.w_balance_pct() if analysis.wbal_j is not None else None,
            round(kcal * 10) / 10,
            _IMPLAUSIBLE if analysis.implausible else _LIVE if age_ms <= self._late_ms else _LATE,
            age_ms,
            self.interval_index,
            self.interval_ends_ms,
        )

    def _silent(self, now_ms: int) -> tuple[Cell, ...]:
        """The row of a player of whom nothing fresh is known."""
        kcal = _tenths(self.analysis.kcal) if self.analysis.kcal else None
        age_ms = now_ms - self.received_ms if self.received_ms else None
        nothing = (None,) * 13
        place = self.interval_index, self.interval_ends_ms
        return (self.player_id, *nothing, kcal, self.signal(now_ms).value, age_ms, *place)


def _tenths(value: float) -> float:
    """Rounded to one decimal; a third of the price of `round(value, 1)`, which writes the number out to do it."""
    return round(value * 10) / 10
