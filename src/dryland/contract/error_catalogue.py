"""The numbered catalogue of everything that can be refused.

Numbers and codes are stable: programs compare codes, people quote numbers. A message says what happened and why, the
actions say what to do. Knows neither shapes nor transport.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec

from dryland.contract.base import Severity

__all__ = ["ERRORS", "ErrorCode", "ErrorSpec", "ErrorType"]


class ErrorCode(enum.StrEnum):
    """Stable codes; see `ERRORS` for what each means."""

    VALIDATION_FAILED = "VALIDATION_FAILED"
    UNKNOWN_EVENT = "UNKNOWN_EVENT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    CONSENT_MISSING = "CONSENT_MISSING"
    SESSION_NOT_FOUND = "SESSION_NOT_FOUND"
    BUNDLE_NOT_FOUND = "BUNDLE_NOT_FOUND"
    PLAYER_NOT_IN_SESSION = "PLAYER_NOT_IN_SESSION"
    INVALID_TRANSITION = "INVALID_TRANSITION"
    CAPACITY_EXCEEDED = "CAPACITY_EXCEEDED"
    EQUIPMENT_UNAVAILABLE = "EQUIPMENT_UNAVAILABLE"
    MEDICAL_RESTRICTION = "MEDICAL_RESTRICTION"
    CONFLICT = "CONFLICT"
    RATE_LIMITED = "RATE_LIMITED"
    PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
    STALE_COMMAND = "STALE_COMMAND"
    STORAGE_UNAVAILABLE = "STORAGE_UNAVAILABLE"
    INTERNAL = "INTERNAL"
    WRONG_WORKOUT_TYPE = "WRONG_WORKOUT_TYPE"
    NOT_FOUND = "NOT_FOUND"
    IMPLAUSIBLE_LOAD = "IMPLAUSIBLE_LOAD"
    NOT_LOADABLE = "NOT_LOADABLE"
    EXERCISE_NOT_IN_PLAN = "EXERCISE_NOT_IN_PLAN"
    SET_OUT_OF_ORDER = "SET_OUT_OF_ORDER"
    HEART_RATE_IMPLAUSIBLE = "HEART_RATE_IMPLAUSIBLE"
    SENSOR_DROPOUT = "SENSOR_DROPOUT"
    EQUIPMENT_MALFUNCTION = "EQUIPMENT_MALFUNCTION"
    INTERVAL_OUT_OF_ORDER = "INTERVAL_OUT_OF_ORDER"
    INTERVAL_NOT_IN_PLAN = "INTERVAL_NOT_IN_PLAN"
    BLOCK_OUT_OF_ORDER = "BLOCK_OUT_OF_ORDER"
    BLOCK_NOT_IN_PLAN = "BLOCK_NOT_IN_PLAN"
    TIMER_MALFUNCTION = "TIMER_MALFUNCTION"
    STEP_OUT_OF_ORDER = "STEP_OUT_OF_ORDER"
    ATTEMPT_VOID = "ATTEMPT_VOID"
    DRILL_NOT_IN_PLAN = "DRILL_NOT_IN_PLAN"
    ATTEMPT_OUT_OF_ORDER = "ATTEMPT_OUT_OF_ORDER"
    JUMP_IMPLAUSIBLE = "JUMP_IMPLAUSIBLE"
    JUMPS_NOT_IN_PLAN = "JUMPS_NOT_IN_PLAN"
    PARTIAL_FAILURE = "PARTIAL_FAILURE"
    BALANCE_IMPOSSIBLE = "BALANCE_IMPOSSIBLE"


class ErrorType(enum.StrEnum):
    """Which kind of workout an error belongs to."""

    STRENGTH = "strength_error"
    CONDITIONING = "conditioning_error"
    HYBRID = "hybrid_error"
    AGILITY = "agility_error"
    PLYOMETRICS = "plyometrics_error"


class ErrorSpec(msgspec.Struct, frozen=True):
    """One row of the catalogue."""

    number: int
    code: ErrorCode
    message: str
    severity: Severity
    retryable: bool
    actions: tuple[str, ...]
    recovery: str | None = None
    retry_after_ms: int | None = None
    type: ErrorType | None = None


_W, _E, _C, _I = Severity.WARNING, Severity.ERROR, Severity.CRITICAL, Severity.INFO
_E_ = ErrorCode

_ROWS: Final = (
    ErrorSpec(1001, _E_.VALIDATION_FAILED, "The message does not have the form this event needs.", _E, False,
              ("Correct the field that is named and send again with a new eventId.",)),
    ErrorSpec(1002, _E_.UNKNOWN_EVENT, "No event has this name.", _E, False,
              ("Compare the name with the events at /api/docs/events.md.",)),
    ErrorSpec(1003, _E_.PAYLOAD_TOO_LARGE, "The message is larger than the server accepts.", _E, False,
              ("Send it in smaller parts.",)),
    ErrorSpec(1004, _E_.RATE_LIMITED, "More messages came than one connection may send.", _W, True,
              ("Wait for retryAfterMs, then go on; wait for acknowledgements when sending many.",),
              retry_after_ms=1000),
    ErrorSpec(1101, _E_.UNAUTHENTICATED, "The sign-in is missing, wrong or has expired.", _E, False,
              ("Sign in again, or scan a new code.",)),
    ErrorSpec(1102, _E_.FORBIDDEN, "This sign-in may not do that.", _E, False,
              ("Ask somebody with the role that is named.",)),
    ErrorSpec(1103, _E_.CONSENT_MISSING, "The player, or whoever answers for them, has not agreed to this.", _E, False,
              ("Leave this out, or ask the player or their guardian.",)),
    ErrorSpec(1201, _E_.SESSION_NOT_FOUND, "There is no such session here.", _E, False,
              ("Check the session's identifier, or open the board again.",)),
    ErrorSpec(1202, _E_.BUNDLE_NOT_FOUND, "There is no such bundle here.", _E, False,
              ("Check the bundle's identifier, or open the board again.",)),
    ErrorSpec(1203, _E_.PLAYER_NOT_IN_SESSION, "This player is not in that session.", _E, False,
              ("Add the player to the session first.",)),
    ErrorSpec(1204, _E_.NOT_FOUND, "There is no such record here.", _E, False, ("Check the identifier.",)),
    ErrorSpec(1301, _E_.INVALID_TRANSITION, "That is not possible in the present state.", _E, False,
              ("Choose one of the allowed steps.",)),
    ErrorSpec(1302, _E_.CONFLICT, "Somebody else has changed this in the meantime.", _W, True,
              ("Look at the present state and decide again.",), retry_after_ms=0),
    ErrorSpec(1303, _E_.STALE_COMMAND, "The command is too old to be carried out safely.", _E, False,
              ("Look at the floor and give the command again if it is still needed.",)),
    ErrorSpec(1304, _E_.WRONG_WORKOUT_TYPE, "This event does not belong to that kind of session.", _E, False,
              ("Use the events of the session's workout type.",)),
    ErrorSpec(1401, _E_.CAPACITY_EXCEEDED, "There is no place left.", _E, False,
              ("Choose another session or facility.",)),
    ErrorSpec(1402, _E_.EQUIPMENT_UNAVAILABLE, "There is not enough equipment.", _E, False,
              ("Choose other equipment or fewer players.",)),
    ErrorSpec(1403, _E_.MEDICAL_RESTRICTION, "A medical restriction does not allow this.", _E, False,
              ("Choose one of the alternatives that are named, or ask a medic.",)),
    ErrorSpec(1501, _E_.STORAGE_UNAVAILABLE, "The server cannot write to its disk at present. Nothing was recorded.",
              _C, True, ("Keep the entry and send it again; ask whoever looks after the server to check its disk.",),
              recovery="The server tries again by itself and accepts entries as soon as the disk can be written.",
              retry_after_ms=2000),
    ErrorSpec(1502, _E_.INTERNAL, "Something went wrong on the server. Nothing was recorded.", _C, True,
              ("Send it again; if it happens twice, send the log to whoever looks after the server.",),
              retry_after_ms=1000),
    ErrorSpec(2001, _E_.IMPLAUSIBLE_LOAD, "This load is far from anything this player has lifted.", _W, False,
              ("Confirm the load, or correct it; the entry is kept and not used for advice until then.",),
              type=ErrorType.STRENGTH),
    ErrorSpec(2002, _E_.NOT_LOADABLE, "This load cannot be made with the plates of this rack.", _W, False,
              ("Use one of the nearest loads that are named.",), type=ErrorType.STRENGTH),
    ErrorSpec(2003, _E_.EXERCISE_NOT_IN_PLAN, "This exercise is not in the player's plan.", _E, False,
              ("Choose an exercise of the plan, or add it to the plan.",), type=ErrorType.STRENGTH),
    ErrorSpec(2004, _E_.SET_OUT_OF_ORDER, "The plan does not have this set.", _E, False, ("Correct the set number.",),
              type=ErrorType.STRENGTH),
    ErrorSpec(3001, _E_.HEART_RATE_IMPLAUSIBLE, "The heart rate jumped or froze in a way a heart does not.", _W, False,
              ("Check that the strap sits well and is moist.",),
              recovery="The value is shown as implausible and left out of every computation until it makes sense.",
              type=ErrorType.CONDITIONING),
    ErrorSpec(3002, _E_.SENSOR_DROPOUT, "The sensor is silent.", _W, False,
              ("Check the strap or the machine's battery.",),
              recovery="The last value is held for 5 s, then shown as stale and left out; it comes back by itself.",
              type=ErrorType.CONDITIONING),
    ErrorSpec(3003, _E_.EQUIPMENT_MALFUNCTION, "The machine reports values that it cannot mean.", _W, False,
              ("Move the player to another machine, and take this one out of service.",), type=ErrorType.CONDITIONING),
    ErrorSpec(3004, _E_.INTERVAL_OUT_OF_ORDER, "The player is not in that interval.", _E, False,
              ("Send the transition from the interval the player is in.",), type=ErrorType.CONDITIONING),
    ErrorSpec(3005, _E_.INTERVAL_NOT_IN_PLAN, "The plan does not have this interval.", _E, False,
              ("Choose an interval of the plan, or change the plan.",), type=ErrorType.CONDITIONING),
    ErrorSpec(4001, _E_.BLOCK_OUT_OF_ORDER, "The player is not in that block.", _E, False,
              ("Send the transition from the block the player is in.",), type=ErrorType.HYBRID),
    ErrorSpec(4002, _E_.BLOCK_NOT_IN_PLAN, "The plan does not have this block.", _E, False,
              ("Choose a block of the plan, or change the plan.",), type=ErrorType.HYBRID),
    ErrorSpec(5001, _E_.TIMER_MALFUNCTION, "The timing device reported an impossible time.", _W, False,
              ("Repeat the attempt, or time it by hand.",), type=ErrorType.AGILITY),
    ErrorSpec(5002, _E_.STEP_OUT_OF_ORDER, "That step does not follow the one before.", _E, False,
              ("Start the attempt first, or correct the step.",), type=ErrorType.AGILITY),
    ErrorSpec(5003, _E_.ATTEMPT_VOID, "The attempt does not count.", _I, False, ("Repeat the attempt.",),
              type=ErrorType.AGILITY),
    ErrorSpec(5004, _E_.DRILL_NOT_IN_PLAN, "The plan does not have this drill.", _E, False,
              ("Choose a drill of the plan, or change the plan.",), type=ErrorType.AGILITY),
    ErrorSpec(5005, _E_.ATTEMPT_OUT_OF_ORDER, "The plan does not have this attempt.", _E, False,
              ("Correct the attempt's number, or confirm it as an extra attempt.",), type=ErrorType.AGILITY),
    ErrorSpec(7001, _E_.JUMP_IMPLAUSIBLE, "These times are not those of a jump.", _W, False,
              ("Check the mat or the plate, then repeat the jump.",), type=ErrorType.PLYOMETRICS),
    ErrorSpec(7002, _E_.JUMPS_NOT_IN_PLAN, "The plan does not have these jumps.", _E, False,
              ("Choose an exercise of the plan, or change the plan.",), type=ErrorType.PLYOMETRICS),
    ErrorSpec(6001, _E_.PARTIAL_FAILURE, "The operation worked for some sessions only.", _E, True,
              ("Look at the sessions that are named and repeat the operation for them.",),
              recovery="Each failed session is tried three more times before it is named.", retry_after_ms=1000),
    ErrorSpec(6002, _E_.BALANCE_IMPOSSIBLE, "No distribution of the players meets every capacity, pin and restriction.",
              _E, False, ("Release one of the pins or add a place where it is named.",)),
)  # fmt: skip

ERRORS: Final = {row.code: row for row in _ROWS}
"""The catalogue, by code."""
