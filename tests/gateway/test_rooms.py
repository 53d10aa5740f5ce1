"""Rooms follow joins, leaves and departures; a packet is encoded once for everybody."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.gateway import Counters, Lane, Packet, Peer, event_packet
from dryland.gateway.rooms import Rooms
from dryland.gateway.socket_session import SocketSession
from tests.interop.harness import receive, running

moves = st.lists(st.tuples(st.sampled_from(["join", "leave", "leave all"]), st.integers(0, 3), st.sampled_from("abc")))


class Line:
    """A line that keeps what is written."""

    def __init__(self, clear: bool) -> None:
        self.write = self._write if clear else None
        self.written: list[bytes] = []
        self.queued: list[object] = []
        self.handed_on = 0

    def _write(self, frames: bytes) -> None:
        self.written.append(frames)

    def push(self, packet: Packet) -> None:
        self._write(packet.frames)

    def enqueue(self, packet: object, lane: Lane, key: object) -> None:
        self.queued.append((packet, lane, key))

    def hurry(self) -> None:
        self.handed_on = len(self.written)


def make_peer(number: int, clear: bool = True, namespace: str = "/") -> Peer:
    session = SocketSession.__new__(SocketSession)
    return Peer(str(number), namespace, "local", Line(clear), session)  # type: ignore[arg-type]


@given(moves)
@settings(deadline=None)
def test_a_peer_and_its_rooms_agree(steps: list[tuple[str, int, str]]) -> None:
    rooms, peers = Rooms(Counters()), [make_peer(number) for number in range(4)]
    expected: set[tuple[int, str]] = set()
    for step, number, room in steps:
        if step == "join":
            rooms.join(peers[number], room)
            expected.add((number, room))
        elif step == "leave":
            rooms.leave(peers[number], room)
            expected.discard((number, room))
        else:
            rooms.leave_all(peers[number])
            expected = {pair for pair in expected if pair[0] != number}
    assert {(int(peer.sid), room) for room in "abc" for peer in rooms.members(room)} == expected
    assert {(int(peer.sid), room) for peer in peers for room in peer.rooms} == expected
    assert len(rooms) == len({room for _, room in expected})


def test_everybody_gets_the_same_bytes_and_the_sender_may_be_left_out() -> None:
    counters = Counters()
    rooms, peers = Rooms(counters), [make_peer(number) for number in range(3)]
    for peer in peers:
        rooms.join(peer, "a")
    packet = event_packet("/", "n", b"1")
    assert rooms.emit("a", packet, skip=peers[1]) == 2
    assert rooms.emit("nobody", packet) == 0
    written = [peer.line.written for peer in peers]  # type: ignore[attr-defined]
    assert written[1] == []
    assert written[0][0] is written[2][0] is packet.frames
    assert (counters.packets_out, counters.bytes_out) == (2, 2 * packet.size)


def test_what_is_urgent_takes_what_was_written_along_and_the_rest_waits_for_the_turns_end() -> None:
    rooms, peers = Rooms(Counters()), [make_peer(number) for number in range(2)]
    for peer in peers:
        rooms.join(peer, "a")
    packet = event_packet("/", "n", b"1")
    rooms.emit("a", packet)
    assert [peer.line.handed_on for peer in peers] == [0, 0]  # type: ignore[attr-defined]
    rooms.emit("a", packet, Lane.URGENT)
    peers[0].send(packet, Lane.URGENT)
    peers[0].send(packet)
    assert [peer.line.handed_on for peer in peers] == [3, 2]  # type: ignore[attr-defined]


def test_a_slow_member_is_queued_under_its_namespaces_key() -> None:
    rooms = Rooms(Counters())
    slow = make_peer(1, clear=False, namespace="/floor")
    rooms.join(slow, "a")
    packet = event_packet("/floor", "n", b"1")
    assert rooms.emit("a", packet, Lane.LATEST, "p1") == 1
    rooms.emit("a", packet)
    assert slow.line.queued == [(packet, Lane.LATEST, ("/floor", "p1")), (packet, Lane.ORDERED, None)]  # type: ignore[attr-defined]


async def test_a_room_reaches_binary_and_polling_members_and_forgets_who_left() -> None:
    async with running() as site, site.websocket() as first, site.websocket() as second:
        for socket in (first, second):
            await socket.recv()
            await socket.send("40")
            await receive(socket)
        for peer in site.application.peers:
            site.gateway.join(peer, "room")
        place = b'{"_placeholder":true,"num":0}'
        assert site.gateway.emit("room", event_packet("/", "b", place, [b"\x01"])) == 2
        for socket in (first, second):
            assert str(await receive(socket)).startswith('451-["b"')
            assert await receive(socket) == b"\x01"
        await first.close()
        await site.application.until(lambda: site.application.left)
        assert site.gateway.emit("room", event_packet("/", "x", b"")) == 1
        assert await receive(second) == '42["x"]'
