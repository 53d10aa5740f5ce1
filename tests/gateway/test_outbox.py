from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.gateway.engineio import Packet
from dryland.gateway.outbox import Lane, Outbox

puts = st.lists(st.tuples(st.sampled_from(Lane), st.sampled_from([None, "a", "b"]), st.integers(0, 50)))


@given(puts)
@settings(deadline=None)
def test_lanes_keep_order_count_bytes_and_drop_only_older_live_values(
    entries: list[tuple[Lane, str | None, int]],
) -> None:
    outbox = Outbox()
    urgent, ordered, latest = [], [], dict[str, Packet]()
    for now, (lane, key, size) in enumerate(entries):
        packet = Packet(bytes(size))
        outbox.put(packet, lane, key, float(now))
        if lane is Lane.LATEST and key is not None:
            latest[key] = packet
        else:
            (urgent if lane is Lane.URGENT else ordered).append(packet)
    kept = [*urgent, *ordered, *latest.values()]
    assert len(outbox) == len(kept)
    assert outbox.bytes_queued == sum(packet.size for packet in kept)
    assert outbox.replaced == len(entries) - len(kept)
    taken = [outbox.take() for _ in kept]
    assert all(one is other for one, other in zip(taken, kept, strict=True))
    assert outbox.take() is None
    assert outbox.bytes_queued == 0


def test_age_counts_what_may_not_be_dropped_and_is_dated() -> None:
    outbox = Outbox()
    outbox.put(Packet(b"live"), Lane.LATEST, "k", 1.0)
    outbox.put(Packet(b"ping"), Lane.URGENT, None, None)
    assert outbox.oldest_s() is None
    outbox.put(Packet(b"kept"), Lane.ORDERED, None, 2.0)
    outbox.put(Packet(b"kept"), Lane.ORDERED, None, 3.0)
    assert outbox.oldest_s() == 2.0
    outbox.take()
    outbox.take()
    assert outbox.oldest_s() == 3.0


def test_everything_at_once_comes_in_sending_order() -> None:
    outbox = Outbox()
    for text, lane in ((b"3", Lane.LATEST), (b"2", Lane.ORDERED), (b"1", Lane.URGENT)):
        outbox.put(Packet(text), lane, "k", 0.0)
    assert [packet.text for packet in outbox.take_all()] == [b"1", b"2", b"3"]
    assert (len(outbox), outbox.bytes_queued) == (0, 0)
