"""What a simulated player sends: every second under the order that held then, however late its news came."""

from __future__ import annotations

import itertools
import random
from datetime import datetime
from typing import Any, NamedTuple

from dryland.cli.acting.body import Body
from dryland.simulate import Bike, FaultRates, Sensor, draw_squad

T0 = 1_800_000_000_000.0


class Heard:
    """A stage that notes what is told on it, at a speed at which seconds travel in batches."""

    def __init__(self, speed: float = 100.0) -> None:
        self.speed = speed
        self.told: list[dict[str, Any]] = []

    def tell(self, event: str, body: dict[str, Any], *, at_ms: float) -> None:
        self.told.append(body)

    def rows(self) -> list[dict[str, Any]]:
        columns = [each["columns"] for each in self.told if "columns" in each]
        return [
            {name: column[name][place] for name in column} for column in columns for place in range(len(column["t"]))
        ]


class Order(NamedTuple):
    at_s: int
    wanted_w: float
    on_machine: bool


def ridden(orders: list[Order], *, told_late_s: int, until_s: int) -> list[dict[str, Any]]:
    """What a body reports that hears of each order but the first so much later."""
    body, stage = Body(draw_squad(1, 3)[0], 250.0, random.Random(1)), Heard()
    body.report(stage, T0)  # type: ignore[arg-type]
    told_at = [order.at_s + (told_late_s if order.at_s else 0) for order in orders]
    news = dict(zip(told_at, orders, strict=True))
    for second in range(0, until_s + 1, 5):
        for at_s in [at_s for at_s in news if at_s <= second]:
            order = news.pop(at_s)
            body.begin(order.wanted_w, T0 + order.at_s * 1000, on_machine=order.on_machine)
        heard_of = max(order.at_s for order, at_s in zip(orders, told_at, strict=True) if at_s <= second)
        ends = min((order.at_s for order in orders if order.at_s > heard_of), default=until_s)
        body.report(stage, T0 + min(second, ends) * 1000)  # type: ignore[arg-type]
    return stage.rows()


ORDERS = [Order(0, 100.0, True), Order(30, 400.0, True), Order(50, 100.0, True), Order(80, 30.0, False)]


def test_a_second_is_lived_under_the_order_of_that_second() -> None:
    rows = ridden(ORDERS, told_late_s=10, until_s=100)
    seconds = [datetime.fromisoformat(row["t"]).timestamp() - T0 / 1000 for row in rows]
    assert seconds == sorted(set(seconds)), "every second once, in order"
    power = dict(zip(seconds, (row.get("power") for row in rows), strict=True))
    assert all(power[second] < 200 for second in range(1, 31))
    assert all(power[second] > 300 for second in range(31, 51)), "a short sprint is whole though its news came late"
    assert all(power[second] < 200 for second in range(51, 81))
    assert all(power[second] is None for second in range(81, 101)), "nobody pedals on the way over"


def test_a_bike_shows_cadence_speed_and_a_distance_that_only_grows() -> None:
    bike = Bike(250.0, random.Random(2))
    easy = [bike.read(100.0) for _ in range(60)]
    hard = [bike.read(500.0) for _ in range(20)]
    still = bike.read(0.0)
    assert 65 <= sum(each.cadence_rpm for each in easy) / 60 <= 80
    assert 100 <= sum(each.cadence_rpm for each in hard) / 20 <= 125
    distances = [each.distance_m for each in (*easy, *hard, still)]
    assert distances == sorted(distances)
    assert (still.cadence_rpm, still.speed_m_s, still.distance_m) == (0, 0.0, hard[-1].distance_m)


def test_a_strap_that_slips_is_put_right_within_its_longest_time() -> None:
    rates = FaultRates(dropout=0.02, dropout_s=60, dropout_most_s=40, freeze=0.02, freeze_s=300, freeze_most_s=100)
    sensor = Sensor(random.Random(4), rates)
    said = [sensor.read(100 + second % 7) for second in range(20_000)]
    longest = {None: 0, "same": 0}
    silent = same = 0
    for before, now in itertools.pairwise(said):
        silent = silent + 1 if now is None else 0
        same = same + 1 if now is not None and now == before else 0
        longest[None], longest["same"] = max(longest[None], silent), max(longest["same"], same)
    assert longest[None] <= 2 * 41
    assert longest["same"] <= 101
