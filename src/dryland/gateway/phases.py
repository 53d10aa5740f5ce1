"""The phases of an Engine.IO session and every legal move between them, as one table."""

import enum

__all__ = ["ENDING", "ON_POLLING", "TRANSITIONS", "Phase", "Signal"]


class Phase(enum.Enum):
    """Where a session stands."""

    POLLING = "polling"
    PROBING = "probing"  # polling, and a WebSocket has been opened for it
    UPGRADING = "upgrading"  # the probe was answered: polls are released, the upgrade packet is due
    WEBSOCKET = "websocket"
    CLOSING = "closing"  # no more input; what is queued is still delivered
    CLOSED = "closed"


class Signal(enum.Enum):
    """What moves a session from phase to phase."""

    WEBSOCKET_OPENED = "WebSocket opened"
    PROBED = "probe answered"
    PROBE_LOST = "probe lost"
    UPGRADED = "upgrade packet"
    FINISH = "closed by the server"
    CLOSE = "closed"


TRANSITIONS: dict[tuple[Phase, Signal], Phase] = {
    (Phase.POLLING, Signal.WEBSOCKET_OPENED): Phase.PROBING,
    (Phase.PROBING, Signal.PROBED): Phase.UPGRADING,
    (Phase.PROBING, Signal.PROBE_LOST): Phase.POLLING,
    (Phase.UPGRADING, Signal.PROBE_LOST): Phase.POLLING,
    (Phase.UPGRADING, Signal.UPGRADED): Phase.WEBSOCKET,
    **{(phase, Signal.FINISH): Phase.CLOSING for phase in Phase if phase not in (Phase.CLOSING, Phase.CLOSED)},
    **{(phase, Signal.CLOSE): Phase.CLOSED for phase in Phase if phase is not Phase.CLOSED},
}
"""Every legal move; a pair that is not here changes nothing."""

ON_POLLING = frozenset({Phase.POLLING, Phase.PROBING, Phase.UPGRADING})
ENDING = frozenset({Phase.CLOSING, Phase.CLOSED})
