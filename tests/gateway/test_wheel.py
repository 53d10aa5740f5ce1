import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.gateway.wheel import Wheel


def test_fires_when_due_and_not_before() -> None:
    wheel, fired = Wheel(0.1), list[str]()
    wheel.set(1.0, lambda: fired.append("a"))
    wheel.set(2.05, lambda: fired.append("b"))
    assert wheel.next_s() == 1.0
    assert wheel.advance(0.89) == 0
    assert wheel.advance(1.0) == 1
    assert wheel.advance(1.99) == 0
    assert wheel.advance(2.05) == 1
    assert fired == ["a", "b"]
    assert wheel.next_s() is None


def test_an_alarm_knows_how_late_it_fires() -> None:
    wheel, late_s = Wheel(0.1), list[float]()
    wheel.set(1.0, lambda: late_s.append(wheel.late_s(1.05)))
    wheel.set(1.0, lambda: late_s.append(wheel.late_s(1.6)))
    wheel.advance(1.05)
    assert late_s == [pytest.approx(0.5), 0.0]


def test_a_cancelled_alarm_stays_silent_even_twice() -> None:
    wheel, fired = Wheel(0.1), list[str]()
    alarm = wheel.set(1.0, lambda: fired.append("a"))
    alarm.cancel()
    alarm.cancel()
    assert wheel.next_s() is None
    assert wheel.advance(5.0) == 0


def test_an_alarm_may_set_and_cancel_others_while_it_fires() -> None:
    wheel, fired = Wheel(0.1), list[str]()
    later = wheel.set(1.5, lambda: fired.append("never"))

    def first() -> None:
        later.cancel()
        wheel.set(0.0, lambda: fired.append("overdue"))
        wheel.set(3.0, lambda: fired.append("third"))

    wheel.set(1.0, first)
    assert wheel.advance(2.0) == 2
    assert fired == ["overdue"]
    wheel.advance(3.0)
    assert fired == ["overdue", "third"]


def test_an_alarm_that_sets_itself_again_at_once_does_not_hold_the_wheel() -> None:
    wheel = Wheel(0.1)

    def again() -> None:
        wheel.set(0.0, again)

    wheel.set(1.0, again)
    assert wheel.advance(2.0) <= 11


times = st.floats(0, 1_000, allow_nan=False)


@given(st.lists(st.tuples(times, st.booleans())), st.lists(times))
@settings(deadline=None)
def test_every_kept_alarm_fires_once_at_most_one_tick_early(
    alarms: list[tuple[float, bool]], steps: list[float]
) -> None:
    wheel, fired = Wheel(0.25), list[tuple[int, float]]()
    now = 0.0
    for number, (at_s, is_cancelled) in enumerate(alarms):
        alarm = wheel.set(at_s, lambda number=number: fired.append((number, now)))
        if is_cancelled:
            alarm.cancel()
    for now in sorted([*steps, 1_001.0]):
        wheel.advance(now)
    kept = {number for number, (_, is_cancelled) in enumerate(alarms) if not is_cancelled}
    assert {number for number, _ in fired} == kept
    assert len(fired) == len(kept)
    assert all(at > alarms[number][0] - 0.26 for number, at in fired)
