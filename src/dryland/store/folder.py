"""The data folder: made private, and held by one node at a time.

The lock is the operating system's, so it ends with the process that holds it; the file says who that is. Must not
know what the folder holds.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Final, Self

from dryland.store.errors import DataFolderInUse, Reason, StorageUnavailable

__all__ = ["LOCK_NAME", "FolderLock"]

LOCK_NAME: Final = "node.lock"
# The locked byte lies behind the text, because a locked range cannot be read everywhere.
_LOCKED_BYTE: Final = 1 << 20


class FolderLock:
    """Held from `take` to `release` or to the end of the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, data_dir: Path) -> Self:
        """Make the folder if need be and hold it. Raises `DataFolderInUse` or `StorageUnavailable`."""
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageUnavailable(_reason(error), f"{data_dir}: {error.strerror}") from error
        try:
            _lock(descriptor)
        except OSError as error:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise DataFolderInUse(
                f"The data folder {data_dir} is in use by another node (process {holder}).",
                advice="Stop that node first, or start this one with another --data folder.",
            ) from error
        _write_holder(descriptor)
        return cls(descriptor)

    def release(self) -> None:
        """Let another node have the folder."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _write_holder(descriptor: int) -> None:
    """The process id is for people only; a full disk must not keep a node from starting to read."""
    try:
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
    except OSError:
        return


def _reason(error: OSError) -> Reason:
    if isinstance(error, PermissionError) or error.errno in (errno.EROFS, errno.EACCES):
        return Reason.READ_ONLY
    return Reason.CANNOT_OPEN


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
