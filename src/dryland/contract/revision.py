"""The contract's fingerprint, written by `make docs`; a test fails when it is stale."""

from typing import Final

__all__ = ["CONTRACT"]

CONTRACT: Final = "79f8ba3a42c9"
