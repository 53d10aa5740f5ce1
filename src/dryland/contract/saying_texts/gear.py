"""What became of a session's gear, and what is looked at before a bundle starts."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final = {
    "gear_back": "{session} has {given} again.",
    "gear_back_missing": "{session} has {given}, {missing} missing.",
    "gear_instead": "{session}: {given} instead of {lost}.",
    "gear_lacks": "{session} lacks {missing} × {kind}: {lost} is out of service and no other is free.",
    "gear_no_place": ("{players, plural, one {# of its players has} other {# of its players have}} no place any more."),
    "check_plan": "has a plan",
    "check_no_plan": "has no plan",
    "check_roster": "{players, plural, one {# player} other {# players}}",
    "check_places": "everybody has a place",
    "check_gear_works": "{items, plural, one {# item works} other {# items work}}",
    "check_gear_missing": "{missing} of {items} items are missing or out of service",
    "check_heard": "{heard} of {players, plural, one {# player is} other {# players are}} heard",
    "check_screens": "{screens, plural, one {# screen shows} other {# screens show}} it",
}
