"""The order of one session, without any network."""

from hypothesis import given
from hypothesis import strategies as st

from dryland.client.messages import Discontinuity, Event
from dryland.client.track import SessionTrack

NAME = "training:session:message"


def event(seq: int, epoch: str = "e") -> Event:
    return Event.of(NAME, {"sessionId": "s", "seq": seq, "epoch": epoch})


def ack(seq: int, *, recovered: bool = False, missed: tuple[int, ...] = (), epoch: str = "e") -> dict[str, object]:
    events = [{"event": NAME, "payload": {"sessionId": "s", "seq": one, "epoch": epoch}} for one in missed]
    return {
        "ok": True,
        "epoch": epoch,
        "seq": seq,
        "recovered": recovered,
        "events": events,
        "session": {"status": "x"},
    }


def joined_at(seq: int) -> SessionTrack:
    track = SessionTrack("s", role="trainer", live=None)
    track.begin_join()
    track.finish_join(ack(seq))
    return track


def test_the_first_join_asks_for_nothing_and_breaks_nothing():
    track = SessionTrack("s", role="trainer", live=None)
    assert track.begin_join() == {"sessionId": "s", "role": "trainer"}
    assert track.finish_join(ack(7)) == []
    assert (track.epoch, track.seq) == ("e", 7)


def test_a_later_join_names_the_position():
    assert joined_at(7).begin_join() == {"sessionId": "s", "role": "trainer", "epoch": "e", "lastSeq": 7}


def test_events_that_overtake_the_answer_to_a_join_wait_for_it():
    track = joined_at(3)
    track.begin_join()
    assert track.take(event(6)) == ([], False)
    assert track.finish_join(ack(5, recovered=True, missed=(4, 5))) == [
        *(Event.of(NAME, {"sessionId": "s", "seq": seq, "epoch": "e"}, recovered=True) for seq in (4, 5)),
        event(6),
    ]
    assert track.seq == 6


def test_a_repeated_event_is_passed_over():
    assert joined_at(3).take(event(3)) == ([], False)


def test_a_hole_is_noticed_and_the_event_after_it_not_passed_on():
    assert joined_at(3).take(event(5)) == ([], True)


def test_another_epoch_is_a_hole():
    assert joined_at(3).take(event(4, epoch="other")) == ([], True)


def test_an_unrecovered_return_is_a_discontinuity_with_the_new_state():
    track = joined_at(3)
    track.begin_join()
    (hole,) = track.finish_join(ack(9, epoch="new"))
    assert isinstance(hole, Discontinuity)
    assert (hole.epoch, hole.seq, hole.state) == ("new", 9, {"status": "x"})


@given(
    deliveries=st.lists(st.integers(1, 30), max_size=60),
    rejoin_first=st.booleans(),
)
def test_whatever_arrives_the_reader_sees_each_position_once_and_in_order(deliveries: list[int], rejoin_first: bool):
    """Arrivals may be lost, doubled and shuffled; a rejoin brings everything that the log has up to then."""
    track = joined_at(0)
    seen: list[int] = []
    newest = 0
    for seq in deliveries:
        newest = max(newest, seq)
        ready, missing = track.take(event(seq))
        seen += [one.seq or 0 for one in ready]
        if missing or rejoin_first:
            held = track.begin_join()["lastSeq"]
            assert isinstance(held, int)
            track.take(event(newest))
            out = track.finish_join(ack(newest, recovered=True, missed=tuple(range(held + 1, newest + 1))))
            seen += [one.seq or 0 for one in out if isinstance(one, Event)]
    assert seen == list(range(1, len(seen) + 1))
    assert track.seq == len(seen)


def deferred(seq: int) -> Event:
    return Event.of("training:position", {"sessionId": "s", "seq": seq, "epoch": "e", "deferred": True})


def test_a_deferred_event_is_passed_on_once_when_it_comes_and_holds_nothing_up():
    track = joined_at(3)
    assert track.take(deferred(4)) == ([], False)
    assert track.take(event(5)) == ([event(5)], False)
    assert track.take(event(4)) == ([event(4)], False)
    assert track.take(event(4)) == ([], False)
    assert track.seq == 5


def test_a_join_while_an_event_is_deferred_asks_from_before_it_and_passes_nothing_twice():
    track = joined_at(3)
    track.take(deferred(4))
    track.take(event(5))
    assert track.begin_join()["lastSeq"] == 3
    passed = track.finish_join(ack(6, recovered=True, missed=(4, 5, 6)))
    assert [one.seq for one in passed if isinstance(one, Event)] == [4, 6]
    assert track.take(event(4)) == ([], False)


def test_a_fact_about_a_rest_has_its_place_in_the_log_and_a_running_timer_has_none():
    timer = {"sessionId": "s", "epoch": "e"}
    assert Event.of("training:strength:rest:timer", {**timer, "seq": 4}).seq == 4
    assert Event.of("training:strength:rest:timer", timer).seq is None
