"""What the application gives every handler that names it."""

from __future__ import annotations

from litestar.di import NamedDependency
from litestar.params import SkipValidation

from dryland.web.door import Door
from dryland.web.identity import Identity
from dryland.web.office import Office

__all__ = ["Caller", "TheDoor", "TheOffice"]

Caller = NamedDependency[SkipValidation[Identity]]
"""Who makes the request."""
TheDoor = NamedDependency[SkipValidation[Door]]
"""The floor."""
TheOffice = NamedDependency[SkipValidation[Office]]
"""The records."""
