"""Whether the server speaks the contract that this client was built with; said once for each server that does not."""

import logging
from typing import Final

import msgspec

from dryland.client.messages import Json
from dryland.contract.live import ServerRevision
from dryland.contract.revision import CONTRACT

__all__ = ["Standing"]

_log = logging.getLogger("dryland.client")


class Standing:
    """What the server said of itself at the last reading of its clock."""

    def __init__(self, contract: str = CONTRACT) -> None:
        self._contract: Final = contract
        self.server: ServerRevision | None = None

    @property
    def fits(self) -> bool | None:
        """Whether both speak the same; None before the server said so, as older ones never do."""
        return None if self.server is None else self.server.contract == self._contract

    def hear(self, answer: Json) -> None:
        """Take the answer to a clock reading."""
        try:
            server = msgspec.convert(answer.get("server"), ServerRevision)
        except msgspec.ValidationError:  # one that is older than the word, or speaks it otherwise
            return
        if server != self.server:
            self.server = server
            if not self.fits:
                _log.warning(
                    "the server (release %s, contract %s) speaks another contract than this client (%s): what one of "
                    "them does not know is refused. Install the client of the server's release.",
                    server.release,
                    server.contract,
                    self._contract,
                )
