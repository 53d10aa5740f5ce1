"""The error catalogue: stable numbers, words for people, bodies filled from it."""

from __future__ import annotations

import msgspec
import pytest

from dryland.contract.base import Severity
from dryland.contract.errors import ERRORS, ErrorCode, ErrorContext, ErrorSpec, ErrorType, Refusal, error_body

NUMBERS = {
    1001: "VALIDATION_FAILED", 1002: "UNKNOWN_EVENT", 1003: "PAYLOAD_TOO_LARGE", 1004: "RATE_LIMITED",
    1101: "UNAUTHENTICATED", 1102: "FORBIDDEN", 1201: "SESSION_NOT_FOUND", 1202: "BUNDLE_NOT_FOUND",
    1203: "PLAYER_NOT_IN_SESSION", 1204: "NOT_FOUND", 1301: "INVALID_TRANSITION", 1302: "CONFLICT",
    1303: "STALE_COMMAND", 1304: "WRONG_WORKOUT_TYPE", 1401: "CAPACITY_EXCEEDED", 1402: "EQUIPMENT_UNAVAILABLE",
    1403: "MEDICAL_RESTRICTION", 1501: "STORAGE_UNAVAILABLE", 1502: "INTERNAL", 2001: "IMPLAUSIBLE_LOAD",
    2002: "NOT_LOADABLE", 2003: "EXERCISE_NOT_IN_PLAN", 2004: "SET_OUT_OF_ORDER", 3001: "HEART_RATE_IMPLAUSIBLE",
    3002: "SENSOR_DROPOUT", 3003: "EQUIPMENT_MALFUNCTION", 3004: "INTERVAL_OUT_OF_ORDER", 3005: "INTERVAL_NOT_IN_PLAN",
    4001: "BLOCK_OUT_OF_ORDER", 4002: "BLOCK_NOT_IN_PLAN", 5001: "TIMER_MALFUNCTION", 5002: "STEP_OUT_OF_ORDER",
    5003: "ATTEMPT_VOID", 5004: "DRILL_NOT_IN_PLAN",
    5005: "ATTEMPT_OUT_OF_ORDER",
    7001: "JUMP_IMPLAUSIBLE", 7002: "JUMPS_NOT_IN_PLAN", 6001: "PARTIAL_FAILURE", 6002: "BALANCE_IMPOSSIBLE",
}  # fmt: skip
KINDS = {
    2: ErrorType.STRENGTH,
    3: ErrorType.CONDITIONING,
    4: ErrorType.HYBRID,
    5: ErrorType.AGILITY,
    7: ErrorType.PLYOMETRICS,
}
every = pytest.mark.parametrize("spec", ERRORS.values(), ids=lambda spec: spec.code.value)


def test_numbers_never_change_their_meaning() -> None:
    now = {spec.number: code.value for code, spec in ERRORS.items()}
    assert NUMBERS.items() <= now.items()
    assert len(now) == len(ERRORS)


def test_every_code_has_a_row() -> None:
    assert set(ERRORS) == set(ErrorCode)


@every
def test_a_row_says_what_happened_and_what_to_do(spec: ErrorSpec) -> None:
    assert spec.message.endswith(".")
    assert spec.actions
    assert all(action.endswith(".") for action in spec.actions)
    assert spec.type is KINDS.get(spec.number // 1000)


@every
def test_what_may_be_sent_again_says_when(spec: ErrorSpec) -> None:
    assert spec.retryable == (spec.retry_after_ms is not None)


def test_only_the_server_itself_is_critical() -> None:
    critical = {spec.code for spec in ERRORS.values() if spec.severity is Severity.CRITICAL}
    assert critical == {ErrorCode.STORAGE_UNAVAILABLE, ErrorCode.INTERNAL}


@every
def test_a_body_carries_the_row_with_the_detail_first(spec: ErrorSpec) -> None:
    body = error_body(Refusal(spec.code, "Set 7 of 4.", ErrorContext(set_number=7), kept=True))
    sent = msgspec.to_builtins(body)
    assert sent["message"] == f"Set 7 of 4. {spec.message}"
    assert (sent["code"], sent["number"], sent["context"], sent["kept"]) == (
        spec.code.value,
        spec.number,
        {"setNumber": 7},
        True,
    )


def test_a_body_leaves_out_what_does_not_apply() -> None:
    sent = msgspec.to_builtins(error_body(Refusal(ErrorCode.SESSION_NOT_FOUND)))
    assert not {"context", "kept", "retryAfterMs", "automaticRecovery"} & sent.keys()


def test_a_refusal_may_ask_for_its_own_waiting_time() -> None:
    assert error_body(Refusal(ErrorCode.RATE_LIMITED, retry_after_ms=40)).retry_after_ms == 40
