"""The contract's fingerprint, written by `make docs`; a test fails when it is stale."""

from typing import Final

__all__ = ["CONTRACT"]

CONTRACT: Final = "63252f37ae1c"
