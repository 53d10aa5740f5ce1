"""Days as the club lives them: a time's calendar day in the club's time zone. Knows no session."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["day_of", "zone_named"]

_EPOCH: Final = date(1970, 1, 1).toordinal()


@lru_cache(maxsize=16)
def zone_named(name: str) -> tzinfo:
    """A zone of the IANA list, as Europe/Stockholm. Raises `ValueError` for a name that is not in it."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ValueError(f"there is no time zone {name!r}; name one of the IANA list, as Europe/Stockholm") from error


def day_of(at_ms: int, zone: str = "UTC") -> int:
    """The calendar day of a time in a zone, days since 1970-01-01."""
    return datetime.fromtimestamp(at_ms / 1000, zone_named(zone)).toordinal() - _EPOCH
