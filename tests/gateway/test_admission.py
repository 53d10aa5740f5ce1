from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.gateway import Limits
from dryland.gateway.admission import Admission, Bucket

NOBODY = frozenset[str]()


def test_connections_are_counted_by_address_and_in_total() -> None:
    admission = Admission(replace(Limits(), connections_per_ip=2, connections_total=3, uncounted_ips=NOBODY))
    assert [admission.connect("a") for _ in range(3)] == [True, True, False]
    assert [admission.connect("b") for _ in range(2)] == [True, False]
    admission.disconnect("a")
    assert admission.connect("b")
    assert admission.connections == 3


def test_this_machine_is_not_counted_by_address() -> None:
    admission = Admission(replace(Limits(), connections_per_ip=1, handshakes_per_ip_per_s=0.1))
    assert all(admission.connect("127.0.0.1") for _ in range(50))
    assert all(admission.handshake("127.0.0.1", 0.0) for _ in range(50))


def test_handshakes_refill_with_time_and_quiet_addresses_are_forgotten() -> None:
    admission = Admission(replace(Limits(), handshakes_per_ip_per_s=0.1, handshakes_per_s=None, uncounted_ips=NOBODY))
    assert [admission.handshake("a", 0.0) for _ in range(2)] == [True, False]
    assert admission.handshake("b", 0.0)
    assert admission.handshake("a", 10.0)
    for number in range(5_000):
        admission.handshake(f"10.0.{number // 256}.{number % 256}", 20.0 + 20 * number)
    assert len(admission._handshakes) <= 1_025


@given(st.lists(st.floats(0, 10), max_size=200))
@settings(deadline=None)
def test_a_bucket_never_gives_more_than_burst_and_rate(gaps: list[float]) -> None:
    bucket, now, given_out = Bucket(5, 10, 0.0), 0.0, 0
    for gap in gaps:
        now += gap / 100
        given_out += bucket.take(now)
    assert given_out <= 10 + 5 * now + 1
