"""Whatever a client says, a session answers or closes: no packet raises, nothing is left behind."""

import time
from collections.abc import Callable, Sequence

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


class Conversation:
    """One session that is driven by hand, with what its application heard and what failed."""

    def __init__(self, limits: Limits) -> None:
        self.timers, self.failures = Still(time.monotonic, 0.1), list[object]()
        gateway, self.application = Gateway(limits), Recorder()
        self.counters = gateway.counters
        self.sockets = SocketHouse(gateway.limits, self.timers, gateway.counters, gateway.rooms, self._log)
        self.sockets.applications.update(dict.fromkeys(("/", "/other", "/third"), self.application))
        house = House(gateway.limits, self.timers, gateway.counters, lambda session: None, self._log)
        self.session = EngineSession("sid", "local", house)
        self.session.begin(SocketSession(self.session, self.sockets))

    def _log(self, event: str, fields: dict[str, object]) -> None:
        self.failures.extend([fields["error"]] if "error" in fields else [])

    def say(self, sent: Sequence[bytes]) -> None:
        for packet in sent:
            (self.session.binary if isinstance(packet, bytearray) else self.session.text)(bytes(packet))


@given(st.lists(packets, max_size=12), st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_packet_raises_and_a_closed_session_leaves_nothing_behind(sent: list[bytes], joins_first: bool) -> None:
    talk = Conversation(Limits(json_depth=8, namespaces_per_connection=4))
    talk.say([b"40", *sent] if joins_first else sent)
    was_closed = talk.session.phase is Phase.CLOSED
    talk.session.close("transport close")
    assert talk.failures == []
    assert talk.sockets.peers == 0
    assert len(talk.application.left) == len(talk.application.peers)
    assert not talk.timers.waiting
    assert was_closed or talk.counters.closed == {"transport close": 1}


nests = st.builds(
    lambda objects, arrays: b'{"":' * objects + b"[" * arrays + b"1" + b"]" * arrays + b"}" * objects,
    st.sampled_from([0, 1, 6, 7, 8, 9]),
    st.sampled_from([0, 0, 1, 2]),
)
oddities = st.sampled_from([b'"\\ud83d"', b'{"a":[1,{"b":"[["}]}', '"ä"'.encode(), b"[", b"", b'"'])
arguments = st.lists(st.one_of(nests, nests, oddities), max_size=3).map(
    lambda items: b"".join(b"," + it for it in items)
)
mostly = [b""] * 6
events = st.builds(
    lambda start, name, rest, end: b"42%b[%b%b]%b" % (start, name, rest, end),
    st.sampled_from([*mostly, b"0", b"17", b"9" * 15, b"9" * 16, b"007", b"-1", b"/,", b"/other,3", b" "]),
    st.sampled_from(
        [*[b'"x"'] * 6, b'"say:it"', b'"connect"', b"7", b'"', b'"a\\u0062"', b'"\\ud83d"', b"null", b' "x"']
    ),
    arguments,
    st.sampled_from([*mostly, b" ", b"x"]),
)


@given(st.lists(events, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_the_short_way_and_the_parser_hear_the_same(sent: list[bytes]) -> None:
    short, parsed = (Conversation(Limits(json_depth=8)) for _ in range(2))
    short.say([b"40/third,", b"40"])
    parsed.say([b"40", b"40/third,"])  # the short way leads to the namespace joined last until somebody speaks
    for talk in (short, parsed):
        talk.say(sent)
        assert talk.failures == []
    assert short.application.events == parsed.application.events
    assert short.application.raw == parsed.application.raw
    assert short.session.ending == parsed.session.ending
