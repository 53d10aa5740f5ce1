"""Conditioning measures kept up sample by sample, each equal to its batch formula. Knows no player, clock or socket.

These run on every live sample, so they hold plain numbers in slots and check nothing per call: the caller passes
finite values. A gap in the data is said, not filled in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import exp, fsum

from dryland.science.ranges import positive
from dryland.science.trimp import banister_weight

__all__ = ["NormalizedPowerStream", "RollingMean30", "TimeInZone", "TrimpStream", "WBalanceStream"]

WINDOW = 30


class RollingMean30:
    """Mean of the last 30 samples at 1 Hz, None until there are 30."""

    __slots__ = ("_at", "_full", "_sum", "_window")

    def __init__(self) -> None:
        self._window = [0.0] * WINDOW
        self._sum = 0.0
        self._at = 0
        self._full = False

    def add(self, value: float) -> float | None:
        """The mean with `value` as the newest sample."""
        window, at = self._window, self._at
        self._sum += value - window[at]
        window[at] = value
        if at == WINDOW - 1:
            # Summed afresh once a turn: rounding errors of the running sum never pile up.
            self._at, self._full, self._sum = 0, True, fsum(window)
        else:
            self._at = at + 1
        return self._sum / WINDOW if self._full else None

    @property
    def mean(self) -> float | None:
        """The mean now, in the samples' unit."""
        return self._sum / WINDOW if self._full else None

    def gap(self) -> None:
        """Forget the window: what follows is not continuous with what was."""
        self._window = [0.0] * WINDOW
        self._sum = 0.0
        self._at = 0
        self._full = False


class NormalizedPowerStream:
    """`normalized_power` with startup `drop`, and the 30-s mean it is made of; power [W] at 1 Hz.

    Across a `gap` the fourth powers go on, the window starts anew.
    """

    __slots__ = ("_count", "_fourths", "rolling")

    def __init__(self) -> None:
        self.rolling = RollingMean30()
        self._fourths = 0.0
        self._count = 0

    def add(self, power_w: float) -> float | None:
        """The 30-s mean [W] with this second's power; None in the first 29 s."""
        mean = self.rolling.add(power_w)
        if mean is not None:
            square = mean * mean
            self._fourths += square * square
            self._count += 1
        return mean

    @property
    def normalized_power_w(self) -> float | None:
        """Fourth-power mean [W] so far; None below 30 s."""
        return (self._fourths / self._count) ** 0.25 if self._count else None

    def gap(self) -> None:
        """Say that seconds are missing: they are not zeros."""
        self.rolling.gap()


class WBalanceStream:
    """`wbal_froncioni_skiba_clarke` with samples of any length: power `cp` [W], capacity `w_prime` [J].

    A sample of dt seconds equals dt seconds of the same power at 1 Hz, fractions included. Below zero it goes on: CP or
    W' is then set too low.
    """

    __slots__ = ("_cp", "_w_prime", "balance_j")

    def __init__(self, cp: float, w_prime: float) -> None:
        self._cp = positive("cp", cp)
        self._w_prime = positive("w_prime", w_prime)
        self.balance_j = self._w_prime

    def add(self, power_w: float, dt_s: float = 1.0) -> float:
        """Balance [J] after `dt_s` seconds at `power_w`."""
        under = self._cp - power_w
        if under <= 0:
            self.balance_j += under * dt_s
        elif dt_s == 1.0:
            self.balance_j += under * (self._w_prime - self.balance_j) / self._w_prime
        else:
            # Each second at this power keeps the same share of what is missing.
            kept = max(0.0, 1 - under / self._w_prime)
            self.balance_j = self._w_prime - (self._w_prime - self.balance_j) * kept**dt_s
        return self.balance_j

    @property
    def balance_pct(self) -> float:
        """Balance as percent of W'."""
        return 100 * self.balance_j / self._w_prime


class TimeInZone:
    """Seconds in each zone between ascending `lower_bounds`; index 0 lies below the first, a bound opens its zone."""

    __slots__ = ("_bounds", "_max_gap_s", "seconds")

    def __init__(self, lower_bounds: Sequence[float], max_gap_s: float = 5.0) -> None:
        self._bounds = list(lower_bounds)
        if self._bounds != sorted(set(self._bounds)):
            raise ValueError("lower_bounds must ascend")
        self._max_gap_s = max_gap_s
        self.seconds = [0.0] * (len(self._bounds) + 1)

    def add(self, value: float, dt_s: float = 1.0) -> int:
        """Zone of `value`, to which `dt_s` seconds are booked; longer than 5 s is a gap and books nothing.

        The 5 s are a provisional design value and a setting.
        """
        zone = bisect_right(self._bounds, value)
        if dt_s <= self._max_gap_s:
            self.seconds[zone] += dt_s
        return zone


class TrimpStream:
    """`trimp_banister` summed per sample of heart rate [bpm]."""

    __slots__ = ("_exponent", "_factor_per_s", "_hr_rest", "_reserve", "total")

    def __init__(self, hr_rest: float, hr_max: float, sex: str) -> None:
        self._hr_rest = hr_rest
        self._reserve = positive("hr_max - hr_rest", hr_max - hr_rest)
        factor, self._exponent = banister_weight(sex)
        self._factor_per_s = factor / 60
        self.total = 0.0

    def add(self, hr: float, dt_s: float = 1.0) -> float:
        """Impulse [arbitrary units] so far, with `dt_s` seconds at `hr`."""
        x = (hr - self._hr_rest) / self._reserve
        if x > 0:
            if x > 1:
                x = 1.0
            self.total += dt_s * x * self._factor_per_s * exp(self._exponent * x)
        return self.total
