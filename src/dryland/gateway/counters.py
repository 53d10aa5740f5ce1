"""What a gateway has done since it was made, for metrics."""

from dataclasses import dataclass, field

__all__ = ["Counters"]


@dataclass(slots=True)
class Counters:
    """What the gateway has done since it was made; read by metrics."""

    sessions: int = 0
    sessions_opened: int = 0
    upgrades: int = 0
    packets_in: int = 0
    packets_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    live_replaced: int = 0
    refused: dict[str, int] = field(default_factory=dict[str, int])
    closed: dict[str, int] = field(default_factory=dict[str, int])
    """Ended sessions by reason."""
