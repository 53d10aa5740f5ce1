"""Heart rate and power of one player, sample by sample: zones, compliance, normalized power, W′ balance, impulse, kcal.

The only place where samples become figures. Live samples, an outbox that arrives late and a recording all go through
here in the order of their own time, so that the record is the same however and whenever they came. Samples must be
given in that order; `dirty` says that one was not and the analysis has to be rebuilt from stored samples.

Weights: a sample stands for the time since the one before it, or for 1 s after a gap longer than the hold.
"""

from __future__ import annotations

from typing import Final

from dryland.contract.conditioning import TargetZone
from dryland.floor.profile import PlayerProfile
from dryland.floor.settings import FloorSettings
from dryland.floor.targets import zones_of
from dryland.science.energy import kcal_keytel
from dryland.science.trimp import trimp_banister

__all__ = ["IntervalTally", "PlayerAnalysis"]

WINDOW_S: Final = 30
"""Length of the rolling mean under normalized power (Coggan)."""

_KCAL_PER_KJ: Final = 1 / 4.184


class IntervalTally:
    """Running sums of one interval of one player."""

    __slots__ = (
        "cadence_n",
        "cadence_sum",
        "distance_first",
        "distance_last",
        "grace_until_ms",
        "hr_first",
        "hr_in_s",
        "hr_judged_s",
        "hr_max",
        "hr_min",
        "hr_n",
        "hr_over_s",
        "hr_s",
        "hr_sixty",
        "hr_sum",
        "implausible",
        "kcal_hr",
        "np_n",
        "np_sum",
        "power_in_s",
        "power_judged_s",
        "power_max",
        "power_n",
        "power_s",
        "power_seconds",
        "power_sum",
        "start_ms",
        "trimp",
        "wbal_min",
        "zone_s",
    )

    def __init__(self, start_ms: int, grace_ms: int) -> None:
        self.start_ms = start_ms
        self.grace_until_ms = start_ms + grace_ms
        self.hr_n = self.power_n = self.cadence_n = self.np_n = self.power_seconds = self.implausible = 0
        self.hr_max = 0
        self.hr_min = 999
        self.hr_first: int | None = None
        self.hr_sixty: int | None = None
        self.hr_s = self.hr_sum = self.hr_judged_s = self.hr_in_s = self.hr_over_s = 0.0
        self.power_s = self.power_sum = self.power_judged_s = self.power_in_s = self.power_max = 0.0
        self.cadence_sum = self.np_sum = self.trimp = self.kcal_hr = 0.0
        self.distance_first: float | None = None
        self.distance_last: float | None = None
        self.wbal_min: float | None = None
        self.zone_s = [0.0] * 6


_Heartbeat = tuple[int | None, float | None, float, float]
"""What one heart rate means for one player: zone, % of the maximum, impulse and kcal of a second.

A bare tuple, which the collector looks at once and never again; a floor keeps hundreds of thousands of them.
"""


def _heartbeat(bpm: int, profile: PlayerProfile) -> _Heartbeat:
    hr_max, zones = profile.hr_max, zones_of(profile)
    return (
        None if zones is None else sum(bpm >= bound for bound in zones),
        round(100 * bpm / hr_max, 1) if hr_max else None,
        _trimp_per_s(bpm, profile.hr_rest, hr_max, profile.sex),
        _kcal_keytel_per_s(bpm, profile),
    )


def _trimp_per_s(bpm: int, hr_rest: int | None, hr_max: int | None, sex: str) -> float:
    """Banister's impulse of one second (Banister 1991); 0 where rest or maximum is not known."""
    if hr_rest is None or hr_max is None or hr_max <= hr_rest:
        return 0.0
    return trimp_banister(1 / 60, bpm, hr_rest, hr_max, "female" if sex == "female" else "male")


def _kcal_keytel_per_s(bpm: int, profile: PlayerProfile) -> float:
    """Keytel 2005 per second; 0 below 90 bpm, where it is not valid, and where sex, mass or age are not known."""
    if not profile.mass_kg or profile.age_y is None or profile.sex not in {"male", "female"}:
        return 0.0
    return max(0.0, kcal_keytel(profile.sex, bpm, profile.mass_kg, profile.age_y, 1 / 60) or 0.0)


class PlayerAnalysis:
    """The state of one player's live analysis; one call per value, no allocation on the common path."""

    __slots__ = (
        "_bin_n",
        "_bin_second",
        "_bin_sum",
        "_cp",
        "_heartbeats",
        "_hold_ms",
        "_hr_good",
        "_hr_good_ms",
        "_jump_since_ms",
        "_ring",
        "_ring_n",
        "_ring_sum",
        "_same_since_ms",
        "_settings",
        "_w_prime",
        "dirty",
        "hr",
        "hr_at_ms",
        "hr_band",
        "implausible",
        "in_zone",
        "kcal",
        "kcal_per_kj",
        "out_since_ms",
        "percent_of_max",
        "power",
        "power_at_ms",
        "power_band",
        "profile",
        "tally",
        "trimp",
        "wbal_j",
        "zone",
    )

    def __init__(self, profile: PlayerProfile, settings: FloorSettings) -> None:
        self.profile = profile
        self._settings = settings
        self._heartbeats: list[_Heartbeat | None] = [None] * 256
        self._hold_ms = int(settings.hold_s * 1000)
        self.kcal_per_kj = _KCAL_PER_KJ / settings.gross_efficiency
        self.hr: int | None = None
        self.hr_at_ms = -1_000_000
        self.zone: int | None = None
        self.percent_of_max: float | None = None
        self.implausible = False
        self._hr_good = 0
        self._hr_good_ms = -1_000_000
        self._jump_since_ms = 0
        self._same_since_ms = 0
        self.power: float | None = None
        self.power_at_ms = -1_000_000
        self._cp = profile.cp_w or 0.0
        self._w_prime = profile.w_prime_j or 0.0
        self.wbal_j: float | None = self._w_prime if self._cp and self._w_prime else None
        self._ring: list[float] = [0.0] * WINDOW_S
        self._ring_n = 0
        self._ring_sum = 0.0
        self._bin_second = -1
        self._bin_sum = 0.0
        self._bin_n = 0
        self.kcal = 0.0
        self.trimp = 0.0
        self.tally: IntervalTally | None = None
        self.hr_band: TargetZone | None = None
        self.power_band: TargetZone | None = None
        self.in_zone: bool | None = None
        self.out_since_ms: int | None = None
        self.dirty = False

    def show(self, known: PlayerAnalysis) -> None:
        """Take over the newest values of an analysis that this one is to replace; it has to be rebuilt."""
        self.hr, self.zone, self.percent_of_max = known.hr, known.zone, known.percent_of_max
        self.power = known.power
        self.dirty = True

    def begin(
        self, start_ms: int, duration_s: float, hr_band: TargetZone | None, power_band: TargetZone | None
    ) -> None:
        """Start a new interval; compliance is judged after the lag grace, or half of a shorter interval."""
        grace_s = min(self._settings.lag_grace_s, duration_s / 2)
        self.tally = IntervalTally(start_ms, int(grace_s * 1000))
        self.hr_band, self.power_band = hr_band, power_band
        self.in_zone = None
        self.out_since_ms = None
        self._ring_n = 0
        self._ring_sum = 0.0
        self._bin_n = 0

    def heart_rate(self, at_ms: int, bpm: int) -> None:
        """Take one heart rate, in bpm."""
        dt_ms = at_ms - self.hr_at_ms
        if dt_ms <= 0:
            self.dirty = self.dirty or dt_ms < 0
            return
        plausible = self._plausible(at_ms, bpm)
        self.hr = bpm
        self.hr_at_ms = at_ms
        tally = self.tally
        if not plausible:
            self.implausible = True
            if tally is not None:
                tally.implausible += 1
            return
        self.implausible = False
        zone, self.percent_of_max, trimp_per_s, kcal_per_s = self._heartbeats[bpm] or self._first_heartbeat(bpm)
        self.zone = zone
        weight_s = dt_ms * 0.001 if dt_ms <= self._hold_ms else 1.0
        self.trimp += weight_s * trimp_per_s
        self.kcal += weight_s * kcal_per_s if self.power_at_ms < at_ms - self._hold_ms else 0.0
        if tally is None:
            return
        tally.hr_n += 1
        tally.hr_s += weight_s
        tally.hr_sum += weight_s * bpm
        tally.trimp += weight_s * trimp_per_s
        tally.kcal_hr += weight_s * kcal_per_s
        if zone is not None:
            tally.zone_s[zone] += weight_s
        if bpm > tally.hr_max:
            tally.hr_max = bpm
        if bpm < tally.hr_min:
            tally.hr_min = bpm
        if tally.hr_sixty is None:
            self._mark_recovery(tally, at_ms, bpm)
        if self.hr_band is not None:
            self._judge(tally, self.hr_band, at_ms, bpm, weight_s)

    def _first_heartbeat(self, bpm: int) -> _Heartbeat:
        """What a heart rate means is computed once, when it is first seen."""
        self._heartbeats[bpm] = heartbeat = _heartbeat(bpm, self.profile)
        return heartbeat

    def _plausible(self, at_ms: int, bpm: int) -> bool:
        """Range, jump and frozen-value rules on the samples' own time."""
        settings = self._settings
        if bpm != self.hr or at_ms - self.hr_at_ms > self._hold_ms:
            self._same_since_ms = at_ms
        elif at_ms - self._same_since_ms > settings.hr_frozen_s * 1000:
            return False
        if bpm < settings.hr_min_bpm or bpm > settings.hr_max_bpm:
            return False
        if abs(bpm - self._hr_good) > settings.hr_jump_bpm and self._jumped(at_ms):
            return False
        self._jump_since_ms = 0
        self._hr_good = bpm
        self._hr_good_ms = at_ms
        return True

    def _jumped(self, at_ms: int) -> bool:
        """Whether a far value is still to be doubted: a jump within the window that has not lasted long enough."""
        if not self._jump_since_ms:
            if at_ms - self._hr_good_ms > self._settings.hr_jump_s * 1000:
                return False
            self._jump_since_ms = at_ms
            return True
        return at_ms - self._jump_since_ms < self._settings.hr_accept_s * 1000

    def _mark_recovery(self, tally: IntervalTally, at_ms: int, bpm: int) -> None:
        """Keep the heart rate at the interval's start and the one 60 s later, for heart rate recovery.

        0 stands for one that was missed: a value from another moment would make another figure of it.
        """
        since_ms = at_ms - tally.start_ms
        if tally.hr_first is None:
            tally.hr_first = bpm if since_ms <= self._hold_ms else 0
        if since_ms >= 60_000:
            tally.hr_sixty = bpm if since_ms <= 60_000 + self._hold_ms else 0

    def _judge(self, tally: IntervalTally, band: TargetZone, at_ms: int, bpm: int, weight_s: float) -> None:
        """Compliance after the grace; the live flag has a margin so that it does not flicker at the bound."""
        if at_ms < tally.grace_until_ms:
            return
        inside = band.min <= bpm <= band.max
        tally.hr_judged_s += weight_s
        if inside:
            tally.hr_in_s += weight_s
        elif bpm > band.max:
            tally.hr_over_s += weight_s
        if not inside:
            if self.in_zone is not False:
                self.out_since_ms = at_ms
            self.in_zone = False
        elif self.in_zone is not True:
            margin = min(self._settings.zone_margin_bpm, (band.max - band.min) / 4)
            if self.in_zone is None or band.min + margin <= bpm <= band.max - margin:
                self.in_zone = True
                self.out_since_ms = None

    def power_w(self, at_ms: int, watts: float) -> None:
        """Take one power value, in W. Values beyond the plausible range are counted and left out."""
        dt_ms = at_ms - self.power_at_ms
        if dt_ms <= 0:
            self.dirty = self.dirty or dt_ms < 0
            return
        tally = self.tally
        if watts > self._settings.power_max_w:
            if tally is not None:
                tally.implausible += 1
            return
        self.power = watts
        self.power_at_ms = at_ms
        held = dt_ms <= self._hold_ms
        weight_s = dt_ms * 0.001 if held else 1.0
        second = at_ms // 1000
        if second != self._bin_second:
            self._close_bin(second if held else self._bin_second + 1)
            self._bin_second = second
            self._bin_sum = watts
            self._bin_n = 1
        else:
            self._bin_sum += watts
            self._bin_n += 1
        self.kcal += weight_s * watts * 0.001 * self.kcal_per_kj
        if self.wbal_j is not None:
            self._balance(weight_s, watts)
        if tally is None:
            return
        tally.power_n += 1
        tally.power_s += weight_s
        tally.power_sum += weight_s * watts
        if watts > tally.power_max:
            tally.power_max = watts
        if self.power_band is not None and at_ms >= tally.grace_until_ms:
            tally.power_judged_s += weight_s
            if self.power_band.min <= watts <= self.power_band.max:
                tally.power_in_s += weight_s

    def _close_bin(self, until_second: int) -> None:
        """Push the finished second, and hold it over the seconds up to `until_second` that had no sample."""
        if not self._bin_n:
            return
        mean_w = self._bin_sum / self._bin_n
        self._bin_n = 0
        tally = self.tally
        for _ in range(until_second - self._bin_second):
            slot = self._ring_n % WINDOW_S
            ring = self._ring
            self._ring_sum += mean_w - ring[slot] if self._ring_n >= WINDOW_S else mean_w
            ring[slot] = mean_w
            self._ring_n += 1
            if tally is not None and self._ring_n >= WINDOW_S:
                square = self._ring_sum * self._ring_sum / (WINDOW_S * WINDOW_S)
                tally.np_sum += square * square
                tally.np_n += 1

    def _balance(self, weight_s: float, watts: float) -> None:
        """W′ balance in steps of at most 1 s (Froncioni, Skiba and Clarke; the causal form)."""
        balance = self.wbal_j or 0.0
        while weight_s > 0:
            step_s = min(1.0, weight_s)
            weight_s -= step_s
            if watts < self._cp:
                balance += step_s * (self._cp - watts) * (self._w_prime - balance) / self._w_prime
            else:
                balance -= step_s * (watts - self._cp)
        self.wbal_j = balance
        tally = self.tally
        if tally is not None and (tally.wbal_min is None or balance < tally.wbal_min):
            tally.wbal_min = balance

    def cadence(self, rpm: float) -> None:
        """Take one cadence, in 1/min; zeros are coasting and do not count towards the mean."""
        if self.tally is not None and rpm > 0:
            self.tally.cadence_n += 1
            self.tally.cadence_sum += rpm

    def distance(self, metres: float) -> None:
        """Take the machine's running distance, in m."""
        tally = self.tally
        if tally is not None:
            if tally.distance_first is None:
                tally.distance_first = metres
            tally.distance_last = metres

    @property
    def rolling_power_w(self) -> float | None:
        """Mean power of the last 30 s, or of what there is since the interval's start."""
        n = min(self._ring_n, WINDOW_S)
        return self._ring_sum / n if n else self.power

    @property
    def normalized_power_w(self) -> float | None:
        """Normalized power of the interval so far; None before 30 s are full."""
        tally = self.tally
        return (tally.np_sum / tally.np_n) ** 0.25 if tally is not None and tally.np_n else None

    @property
    def compliance_pct(self) -> float | None:
        """Share of judged time in the heart rate target, %."""
        tally = self.tally
        return 100 * tally.hr_in_s / tally.hr_judged_s if tally is not None and tally.hr_judged_s else None

    @property
    def over_share(self) -> float | None:
        """Share of judged time above the heart rate target, 0-1."""
        tally = self.tally
        return tally.hr_over_s / tally.hr_judged_s if tally is not None and tally.hr_judged_s else None

    def close(self) -> None:
        """Push the second that is still open, before the interval's figures are read."""
        self._close_bin(self._bin_second + 1)
