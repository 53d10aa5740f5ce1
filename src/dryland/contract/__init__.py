"""The language on the wire: every event, payload, role, delivery class and error, and what is generated from them.

A leaf: it imports nothing else of this project. `catalogue` is the one table; payloads stand in a module per subject.
"""

from __future__ import annotations

__all__: tuple[str, ...] = ()
