"""The contract's fingerprint, written by `make docs`; a test fails when it is stale."""

from typing import Final

__all__ = ["CONTRACT"]

CONTRACT: Final = "2e6288f8544b"
