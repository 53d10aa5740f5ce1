"""Draws coverage and error of the strength estimate over the number of sets as one SVG.

Must not know how they arise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

__all__ = ["Curve", "draw"]

# Colours that stay apart for colour-blind readers (Okabe & Ito).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5b5b5b", "#000000")
WIDTH, HEIGHT = 920, 470
TOP, PANEL_WIDTH, PANEL_HEIGHT = 64, 370, 260
LEFTS = (64, 520)


@dataclass(frozen=True, slots=True)
class Curve:
    """Named points (sets, per cent)."""

    name: str
    points: Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class _Panel:
    left: int
    most_sets: int
    low: float
    high: float

    def x(self, sets: float) -> float:
        return self.left + PANEL_WIDTH * sets / self.most_sets

    def y(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return TOP + PANEL_HEIGHT * (1.0 - share)


def draw(coverage: Sequence[Curve], error: Sequence[Curve], lifters: int) -> str:
    """The whole SVG: coverage of the 90 % interval on the left, median absolute error on the right."""
    most_sets = max(sets for curve in coverage for sets, _ in curve.points)
    left = _Panel(LEFTS[0], most_sets, 60.0, 100.0)
    right = _Panel(LEFTS[1], most_sets, 0.0, 6.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12" role="img" aria-label="Coverage and error of the strength estimate">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(LEFTS[0], 24, f"1RM estimate against the hidden truth, {lifters} simulated lifters a line", size=15),
        _text(LEFTS[0], 48, "True 1RM inside the 90 % interval, %; shaded: 85 to 95"),
        _text(LEFTS[1], 48, "Median absolute error, % of 1RM; dashed: 3 %"),
        _band(left, 85.0, 95.0),
        *_frame(left, (60, 70, 80, 90, 100)),
        *_frame(right, (0, 1, 2, 3, 4, 5, 6)),
        _line(right.x(0), right.y(3.0), right.x(most_sets), right.y(3.0), 'stroke="#444444" stroke-dasharray="5 4"'),
        *_curves(left, coverage),
        *_curves(right, error),
        *_legend([curve.name for curve in coverage]),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _frame(panel: _Panel, ticks: Sequence[int]) -> list[str]:
    parts: list[str] = []
    for tick in ticks:
        y = panel.y(tick)
        parts.append(_line(panel.left, y, panel.left + PANEL_WIDTH, y, 'stroke="#dddddd"'))
        parts.append(_text(panel.left - 8, y + 4, str(tick), anchor="end"))
    for sets in range(0, panel.most_sets + 1, 10):
        parts.append(_text(panel.x(sets), TOP + PANEL_HEIGHT + 18, str(sets), anchor="middle"))
    parts.append(_text(panel.left + PANEL_WIDTH / 2, TOP + PANEL_HEIGHT + 36, "sets seen", anchor="middle"))
    return parts


def _curves(panel: _Panel, curves: Sequence[Curve]) -> list[str]:
    parts: list[str] = []
    for colour, curve in zip(COLOURS, curves, strict=False):
        places = [(panel.x(sets), panel.y(value)) for sets, value in curve.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>' for x, y in places]
    return parts


def _legend(names: Sequence[str]) -> list[str]:
    parts: list[str] = []
    for place, (colour, name) in enumerate(zip(COLOURS, names, strict=False)):
        x, y = LEFTS[0] + (place % 3) * 285, TOP + PANEL_HEIGHT + 68 + (place // 3) * 24
        parts.append(_line(x, y, x + 26, y, f'stroke="{colour}" stroke-width="3"'))
        parts.append(_text(x + 34, y + 4, name))
    return parts


def _band(panel: _Panel, low: float, high: float) -> str:
    top = panel.y(high)
    size = f'width="{PANEL_WIDTH}" height="{panel.y(low) - top:.1f}"'
    return f'<rect x="{panel.left}" y="{top:.1f}" {size} fill="#e8f1e4"/>'


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {style}/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'
