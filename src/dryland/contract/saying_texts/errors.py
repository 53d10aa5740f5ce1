"""The words of the catalogue of errors: what each code means, and the first thing to do about it."""

from __future__ import annotations

from typing import Final

from dryland.contract.error_catalogue import ERRORS

__all__ = ["TEXTS"]

TEXTS: Final = {f"error_{spec.code.value}": spec.message for spec in ERRORS.values()} | {
    f"action_{spec.code.value}": spec.actions[0] for spec in ERRORS.values()
}
"""Made from the catalogue, so that both say the same."""
