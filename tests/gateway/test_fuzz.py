"""Whatever a client says, a session answers or closes: no packet raises, nothing is left behind."""

import time
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.gateway import Gateway, Limits
from dryland.gateway.engine_session import EngineSession, House
from dryland.gateway.loop import Timers
from dryland.gateway.phases import Phase
from dryland.gateway.socket_session import SocketHouse, SocketSession
from dryland.gateway.wheel import Alarm
from tests.interop.harness import Recorder


class Still(Timers):
    """Alarms that nobody wakes: the session is driven by hand."""

    def after(self, delay_s: float, callback: Callable[[], None]) -> Alarm:
        return self._wheel.set(self.clock() + delay_s, callback)

    def soon(self, callback: Callable[[], None]) -> None:
        callback()

    def in_a_moment(self, callback: Callable[[], None]) -> None:
        callback()

    @property
    def waiting(self) -> bool:
        return self._wheel.next_s() is not None


PIECES = [
    *(
        "40",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "4",
        "2",
        "3",
        "6",
        "/",
        "/other",
        ",",
        "-",
        "1-",
        "2-",
        "0",
        "1",
        "17",
    ),
    *('["x"', '["echo"', '"connect"', ",1", ",", "]", "[", "{", "}", '{"_placeholder":true,"num":0}', '"num":', "null"),
    *("\\ud83d", '"', "\\", "9" * 20, "ä", "\x1e", "{}"),
]
packets = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8).map(lambda pieces: "".join(pieces).encode()),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(lambda text: b"4" + text.encode()),
    st.binary(max_size=10).map(bytearray),  # a bytearray stands for a binary message
)


@given(st.lists(packets, max_size=12), st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_packet_raises_and_a_closed_session_leaves_nothing_behind(sent: list[bytes], joins_first: bool) -> None:
    timers, failures = Still(time.monotonic, 0.1), list[object]()
    gateway, application = Gateway(Limits(json_depth=8, namespaces_per_connection=4)), Recorder()

    def log(event: str, fields: dict[str, object]) -> None:
        failures.extend([fields["error"]] if "error" in fields else [])

    sockets = SocketHouse(gateway.limits, timers, gateway.counters, gateway.rooms, log)
    sockets.applications.update({"/": application, "/other": application})
    house = House(gateway.limits, timers, gateway.counters, lambda session: None, log)
    session = EngineSession("sid", "local", house)
    session.begin(SocketSession(session, sockets))
    for packet in [b"40", *sent] if joins_first else sent:
        (session.binary if isinstance(packet, bytearray) else session.text)(bytes(packet))
    was_closed = session.phase is Phase.CLOSED
    session.close("transport close")
    assert failures == []
    assert sockets.peers == 0
    assert len(application.left) == len(application.peers)
    assert not timers.waiting
    assert was_closed or gateway.counters.closed == {"transport close": 1}
