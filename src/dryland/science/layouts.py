"""Where the cones of a standard test stand and how long its path is. Metres, from published yards and feet.

Knows no athlete and no timing.
"""

from __future__ import annotations

from typing import NamedTuple

from dryland.science.ranges import look_up, non_negative

__all__ = ["LAYOUTS", "Layout", "cones_m", "layout_length_m", "layout_path"]

FOOT_M = 0.3048
YARD_M = 0.9144


class Layout(NamedTuple):
    """Cone positions (x, y) [m], the path in words, its timed length [m] if it has one, and the source."""

    cones_m: tuple[tuple[float, float], ...]
    path: str
    length_m: float | None
    source: str


def _yards(*points: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    return tuple((round(x * YARD_M, 6), round(y * YARD_M, 6)) for x, y in points)


def _hexagon() -> tuple[tuple[float, float], ...]:
    # A regular hexagon's corners lie one side's length (24 in) from its centre; sin 60° = 0.8660254.
    side_m = 2 * FOOT_M
    half_m, rise_m = side_m / 2, round(side_m * 0.8660254037844386, 6)
    right = ((side_m, 0.0), (half_m, rise_m), (-half_m, rise_m))
    return (*right, *((-x, 0.0 - y) for x, y in right))


# 19 ft deep and 16 ft wide; a circuit is run once each way.
_LANE_DEPTH_M, _LANE_WIDTH_M = round(19 * FOOT_M, 4), round(16 * FOOT_M, 4)
_PRO_AGILITY_SOURCE = "20-yd shuttle, 5-10-5 yd"

LAYOUTS: dict[str, Layout] = {
    "pro_agility": Layout(
        _yards((-5, 0), (0, 0), (5, 0)),
        "centre, touch one side, touch the far side, through the centre; run once to each side first",
        round(20 * YARD_M, 6),
        _PRO_AGILITY_SOURCE,
    ),
    "t_test": Layout(
        _yards((0, 0), (0, 10), (-5, 10), (5, 10)),
        "sprint A to B, shuffle B to C, C to D, D to B, backpedal B to A; touch bases; crossed feet void the trial",
        round(40 * YARD_M, 6),
        "Semenick 1990; Pauole 2000, doi:10.1519/00124278-200011000-00012",
    ),
    "illinois": Layout(
        ((0, 0), (0, 10), (5, 10), (5, 0), (2.5, 0), (2.5, 3.3), (2.5, 6.6), (2.5, 9.9)),
        "prone start, up, around, slalom up and down the centre, up, around to the finish; a knocked cone voids",
        60.0,
        "Getchell 1979; the length is nominal, the slalom's curve is the athlete's",
    ),
    "lane_agility": Layout(
        ((0, 0), (0, _LANE_DEPTH_M), (_LANE_WIDTH_M, _LANE_DEPTH_M), (_LANE_WIDTH_M, 0)),
        "sprint, shuffle right, backpedal, shuffle left, touch, and the same in reverse",
        round(2 * 2 * (19 + 16) * FOOT_M, 4),
        "NBA draft combine, 19 x 16 ft",
    ),
    "hexagon": Layout(
        _hexagon(),
        "from the centre, double-leg jumps over each of six 24-in sides and back, three revolutions, 18 jumps",
        None,
        "Pauole 2000, doi:10.1519/00124278-200011000-00012",
    ),
    "505": Layout(
        ((0, 0), (10, 0), (15, 0)),
        "run-up 10 m through the gate, turn on the line at 15 m, back through the gate; timed 10-15-10",
        10.0,
        "Draper & Lancaster 1985",
    ),
    "linear_20m": Layout(
        ((0, 0), (5, 0), (10, 0), (20, 0)),
        "straight sprint through gates at 0, 5, 10 and 20 m; start 0.3-0.5 m behind the first",
        20.0,
        "common practice",
    ),
    "linear_25m": Layout(
        ((0, 0), (5, 0), (10, 0), (20, 0), (25, 0)),
        "straight sprint through gates at 0, 5, 10, 20 and 25 m; start 0.3-0.5 m behind the first",
        25.0,
        "common practice",
    ),
}
_OTHER_NAMES = {"5-10-5": "pro_agility", "lane": "lane_agility", "505_test": "505", "t505": "505"}


def _ladder(rungs: int, spacing_m: float) -> Layout:
    return Layout(
        tuple((0.0, round(rung * spacing_m, 6)) for rung in range(rungs + 1)),
        "foot order of the pattern through each square; counted per second",
        rungs * spacing_m,
        "provisional: 10-20 rungs, 0.38-0.45 m squares",
    )


def _layout(test: str, rungs: int, spacing_m: float) -> Layout:
    if test == "ladder":
        return _ladder(rungs, non_negative("spacing_m", spacing_m))
    return look_up("test", _OTHER_NAMES.get(test, test), LAYOUTS)


def cones_m(test: str, rungs: int = 10, spacing_m: float = 0.4) -> list[list[float]]:
    """Cone positions [x, y] in metres of a standard test; `rungs` and `spacing_m` matter to `ladder` only.

    Ladder spacing is provisional (recalled) and a setting.
    """
    return [[x, y] for x, y in _layout(test, rungs, spacing_m).cones_m]


def layout_length_m(test: str, rungs: int = 10, spacing_m: float = 0.4) -> float | None:
    """Timed path [m] of a standard test; None for the hexagon, which counts jumps. Illinois is nominal.

    Ladder spacing is provisional (recalled) and a setting.
    """
    return _layout(test, rungs, spacing_m).length_m


def layout_path(test: str, rungs: int = 10, spacing_m: float = 0.4) -> str:
    """How a standard test is run, in words.

    Source: see `LAYOUTS`.
    """
    return _layout(test, rungs, spacing_m).path
