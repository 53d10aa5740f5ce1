"""What the decoder keeps for a type is built before threads are, and once.

msgspec builds it at a type's first use, without a lock: two threads that decode a type for the first time in the same
moment end the process (SIGSEGV, seen with 0.22.0). A server's first questions come together and are worked on in
threads, so nothing may be left for a first use. Knows no type of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, Final

import msgspec

__all__ = ["build_types", "structs"]

_built: Final[set[type[msgspec.Struct]]] = set()
_building: Final = threading.Lock()


def build_types() -> int:
    """Build for every struct of this package that has been imported and was not built yet. Returns how many.

    To be called after the last import and before the first thread that decodes; again where more is imported later.
    """
    with _building:
        new = [each for each in structs() if each not in _built]
        for each in new:
            msgspec.json.Decoder[Any](each)
            _built.add(each)
        return len(new)


def structs(of: type[msgspec.Struct] = msgspec.Struct) -> Iterator[type[msgspec.Struct]]:
    """The structs of this package that have been imported."""
    for each in of.__subclasses__():
        if each.__module__.split(".", 1)[0] == __package__:
            yield each
        yield from structs(each)
