"""From what the parts raise to what a person reads; what is not here is our own fault and keeps its trace."""

from __future__ import annotations

import errno
import socket
from typing import cast

from dryland.cli.talk import Failed

__all__ = ["in_words"]


def in_words(error: BaseException) -> Failed | None:
    """An expected failure in words, None for a fault of the program. Imports what it compares with only when needed."""
    if isinstance(error, Failed):
        return error
    return _of_data(error) or _of_network(error)


def _of_data(error: BaseException) -> Failed | None:
    from dryland.devices import RecordingError
    from dryland.settings import BadSetting
    from dryland.store import StoreError

    if isinstance(error, StoreError):
        return Failed(error.message, error.advice)
    if isinstance(error, RecordingError):
        return Failed(f"{error.name}, {error.position}: {error.why}.", f"{error.remedy}.")
    if isinstance(error, BadSetting):
        return Failed(str(error))
    if isinstance(error, PermissionError) and error.filename is not None:
        return Failed(f"{error.filename} may not be read or written: {error.strerror}.", "Check its permissions.")
    return None


def _of_network(error: BaseException) -> Failed | None:
    from dryland.client import ConnectRefused, NotAcknowledged, Refused

    if isinstance(error, ConnectRefused):
        return Failed(f"The server did not accept the token: {error.message}", "Make one with `dryland token create`.")
    if isinstance(error, Refused):
        actions = cast("list[str]", error.body.get("suggestedActions") or [])
        return Failed(f"The server refused: {error.message} ({error.code})", " ".join(actions))
    if isinstance(error, NotAcknowledged):
        return Failed(f"{error}.", "Is the server still running? The same command can be given again.")
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return Failed(
            f"The address {error.filename or 'asked for'} is in use by another program.",
            "Choose another one with --port; 0 takes any free port.",
        )
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return Failed(
            f"This user may not listen on {error.filename or 'that port'}.",
            "Choose one from 1024 on with --port, behind a proxy where needed.",
        )
    if isinstance(error, socket.gaierror) or (isinstance(error, OSError) and error.errno == errno.EADDRNOTAVAIL):
        return Failed("This machine has no such address to listen on.", "Give one of its own with --host.")
    return None
