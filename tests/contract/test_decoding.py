"""Commands decode from JSON; what is wrong is refused with its path, its words and its place."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import inspect

from dryland.contract.catalogue import CATALOGUE, EVENTS, EventSpec
from dryland.contract.choices import choices_at
from dryland.contract.decoding import COMMAND_DECODERS, EVENT_DECODERS, unknown_event, validation_refusal
from dryland.contract.errors import ErrorCode, Refusal
from dryland.contract.examples import command_example, event_example
from dryland.contract.session import SessionCommand
from dryland.contract.shapes import FieldShape, fields, without_notes

from .payloads import payloads

COMMANDS = [row for row in EVENTS if row.command is not None]
FACTS = [row for row in EVENTS if row.event is not None]
by_constant = pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.constant)
Steps = tuple[str | int, ...]


def encoded(payload: object) -> bytes:
    return msgspec.json.encode(payload)


def refusal(wire: str, payload: object) -> Refusal:
    raw = payload if isinstance(payload, bytes) else encoded(payload)
    with pytest.raises(msgspec.DecodeError) as failed:
        COMMAND_DECODERS[wire](raw)
    return validation_refusal(failed.value, raw, command=CATALOGUE[wire].command)


def failure(wire: str, raw: bytes) -> msgspec.DecodeError | None:
    try:
        COMMAND_DECODERS[wire](raw)
    except msgspec.DecodeError as refused:
        return refused
    return None


def path_of(refused: Refusal) -> str:
    assert refused.code is ErrorCode.VALIDATION_FAILED
    assert refused.context is not None
    assert refused.context.path is not None
    return refused.context.path


@by_constant
def test_the_example_of_a_command_decodes_and_comes_out_as_it_went_in(row: EventSpec) -> None:
    assert row.command is not None
    command = COMMAND_DECODERS[row.wire](encoded(command_example(row)))
    assert type(command) is row.command
    assert COMMAND_DECODERS[row.wire](encoded(command)) == command


@pytest.mark.parametrize("row", FACTS, ids=lambda row: row.constant)
def test_the_example_of_an_event_decodes_and_comes_out_as_it_went_in(row: EventSpec) -> None:
    assert row.event is not None
    fact = EVENT_DECODERS[row.wire](encoded(event_example(row)))
    assert type(fact) is row.event
    assert encoded(EVENT_DECODERS[row.wire](encoded(fact))) == encoded(fact)


@by_constant
def test_generated_commands_decode_or_break_a_rule_that_is_named(row: EventSpec) -> None:
    assert row.command is not None

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(payloads(row.command))
    def check(payload: object) -> None:
        refused = failure(row.wire, encoded(payload))
        # A generated value is of the right form; only a rule may refuse it.
        assert refused is None or "Expected" not in str(refused)

    check()


@by_constant
def test_unknown_keys_are_tolerated(row: EventSpec) -> None:
    payload = command_example(row)
    assert payload is not None
    assert COMMAND_DECODERS[row.wire](
        encoded(payload | {"isAdmin": True, "xyz": [1, {"a": None}]})
    ) == COMMAND_DECODERS[row.wire](encoded(payload))


@by_constant
def test_a_missing_field_is_named(row: EventSpec) -> None:
    assert row.command is not None
    for field in fields(row.command):
        if field.required:
            payload = {key: value for key, value in (command_example(row) or {}).items() if key != field.wire}
            assert path_of(refusal(row.wire, payload)) == f"$.{field.wire}"


@by_constant
def test_a_wrong_type_is_named(row: EventSpec) -> None:
    assert row.command is not None
    payload = command_example(row) or {}
    for field in fields(row.command):
        bare = without_notes(field.type)
        if field.wire in payload and not isinstance(bare, inspect.RawType | inspect.UnionType):
            wrong = 17 if isinstance(bare, inspect.StrType | inspect.DateTimeType | inspect.EnumType) else "17"
            assert path_of(refusal(row.wire, payload | {field.wire: wrong})) == f"$.{field.wire}"


def bounded(
    cls: type[msgspec.Struct], payload: dict[str, object], at: Steps = ()
) -> Iterator[tuple[Steps, FieldShape]]:
    """Every number, text or list with a range that the example holds, with the way to it."""
    for field in fields(cls):
        value, bare = payload.get(field.wire), without_notes(field.type)
        if field.wire not in payload:
            continue
        if isinstance(bare, inspect.StructType) and isinstance(value, dict):
            yield from bounded(bare.cls, value, (*at, field.wire))
        elif isinstance(bare, inspect.IntType | inspect.FloatType | inspect.StrType | inspect.VarTupleType):
            yield (*at, field.wire), field


def beyond(bare: inspect.Type) -> Iterator[tuple[object, object]]:
    """A value at a bound and the nearest one outside it."""
    step = 1 if isinstance(bare, inspect.IntType) else 0.5
    if isinstance(bare, inspect.IntType | inspect.FloatType):
        if bare.le is not None:
            yield bare.le, bare.le + step
        if bare.ge is not None:
            yield bare.ge, bare.ge - step
        if bare.gt is not None:
            yield bare.gt + step, bare.gt
    elif isinstance(bare, inspect.StrType) and bare.pattern is None:
        if bare.max_length is not None:
            yield "x" * bare.max_length, "x" * (bare.max_length + 1)
        if bare.min_length:
            yield "x" * bare.min_length, "x" * (bare.min_length - 1)


def put(payload: dict[str, object], at: Steps, value: object) -> dict[str, object]:
    changed = copy.deepcopy(payload)
    inner = changed
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = value
    return changed


@by_constant
def test_a_range_holds_at_its_bound_and_is_refused_beyond_it(row: EventSpec) -> None:
    assert row.command is not None
    payload = command_example(row) or {}
    for at, field in bounded(row.command, payload):
        for inside, outside in beyond(without_notes(field.type)):
            COMMAND_DECODERS[row.wire](encoded(put(payload, at, inside)))
            assert path_of(refusal(row.wire, put(payload, at, outside))) == "$." + ".".join(map(str, at))


@by_constant
def test_a_list_that_is_too_long_is_refused(row: EventSpec) -> None:
    assert row.command is not None
    payload = command_example(row) or {}
    for at, field in bounded(row.command, payload):
        bare = without_notes(field.type)
        if isinstance(bare, inspect.VarTupleType) and bare.max_length is not None:
            inner = payload
            for step in at:
                inner = inner[step]
            longer = put(payload, at, [inner[0]] * (bare.max_length + 1))
            assert path_of(refusal(row.wire, longer)) == "$." + ".".join(map(str, at))


SET = {
    "sessionId": "s1",
    "playerId": "p1",
    "exerciseId": "squat",
    "setData": {"setNumber": 2, "totalSets": 4, "reps": 5, "weight": 80},
}


def with_set(**changes: object) -> dict[str, object]:
    return SET | {"setData": SET["setData"] | changes}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reps": 101}, "$.setData.reps: expected a whole number <= 100."),
        ({"reps": "5"}, "$.setData.reps: expected a whole number, got text."),
        ({"reps": None}, "$.setData.reps: expected a whole number, got null."),
        ({"weight": 600.5}, "$.setData.weight: expected a number <= 600.0."),
        ({"rpe": 11}, "$.setData.rpe: expected a number <= 10.0."),
        ({"rpe": 7.3}, "$.setData.rpe: expected a number that's a multiple of 0.5."),
        ({"outcome": "done"}, "$.setData.outcome: 'done' is none of completed, partial, failed, skipped."),
        ({"velocities": [0.5, "x"]}, "$.setData.velocities[1]: expected a number, got text."),
    ],
)
def test_a_refused_set_says_where_and_what(changes: dict[str, object], words: str) -> None:
    refused = refusal("training:strength:set:completion", with_set(**changes))
    assert refused.detail == words
    assert refused.context is not None
    assert (refused.context.session_id, refused.context.player_id) == ("s1", "p1")
    assert (refused.context.exercise_id, refused.context.set_number) == ("squat", 2)


def test_a_wrong_word_is_answered_with_the_words_that_may_stand_there() -> None:
    refused = refusal("training:bulk:operation:status", {"bundleId": "b1", "operation": "pause"})
    assert refused.context is not None
    assert refused.context.alternatives is not None
    assert {"pause_all", "start_all"} <= set(refused.context.alternatives)
    assert choices_at(SessionCommand, "$.sessionId") == ()
    assert choices_at(SessionCommand, "$.nowhere[3].deeper") == ()


def test_a_set_from_an_older_client_has_neither_unit_nor_outcome() -> None:
    command = COMMAND_DECODERS["training:strength:set:completion"](encoded(SET))
    assert msgspec.to_builtins(command)["setData"] == SET["setData"]


@by_constant
def test_what_is_not_json_is_refused(row: EventSpec) -> None:
    for raw in (b"", b"{", b"nonsense", b'{"sessionId": "s"', b"\xff\xfe", b'"s', b"{]"):
        refused = refusal(row.wire, raw)
        assert refused.detail.startswith("This is not JSON: ")
        assert path_of(refused) == "$"


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_arbitrary_bytes_raise_nothing_but_a_decode_error(raw: bytes) -> None:
    for wire in COMMAND_DECODERS:
        refused = failure(wire, raw)
        assert refused is None or validation_refusal(refused, raw).code is ErrorCode.VALIDATION_FAILED


@pytest.mark.parametrize("constant", ["SESSION_START", "SESSION_PAUSE", "SESSION_RESUME", "SESSION_END"])
def test_a_session_may_be_named_by_its_identifier_alone(constant: str) -> None:
    row = next(row for row in COMMANDS if row.constant == constant)
    assert COMMAND_DECODERS[row.wire](b' "s1"') == SessionCommand(session_id="s1")
    assert path_of(refusal(row.wire, b'""')) == "$"
    assert path_of(refusal(row.wire, b"17")) == "$"


@pytest.mark.parametrize(
    ("wire", "payload", "rule"),
    [
        ("training:alert:acknowledged", {"alertId": "a", "shelveMinutes": 5}, "shelving an alert needs a reason"),
        (
            "training:strength:rest:timer",
            {"sessionId": "s", "playerId": "p", "action": "extend"},
            "extend needs extendBy",
        ),
        ("training:bulk:session:created", {"bundleName": "b"}, "either sessions or sessionIds"),
        (
            "training:bulk:session:created",
            {"bundleName": "b", "sessionIds": ["s"], "workoutTypes": ["hybrid", "agility"]},
            "differ in length",
        ),
        ("training:bulk:participant:move", {"bundleId": "b", "playerId": "p"}, "needs fromSession or fromSessionId"),
        (
            "training:bulk:participant:move",
            {
                "bundleId": "b",
                "playerId": "p",
                "fromSession": {"sessionId": "s"},
                "fromSessionId": "t",
                "toSessionId": "u",
            },
            "name different sessions",
        ),
    ],
)
def test_a_payload_that_contradicts_itself_is_refused_by_the_rule(wire: str, payload: object, rule: str) -> None:
    assert rule in refusal(wire, payload).detail


def test_both_forms_of_a_move_name_the_same_ends() -> None:
    decode = COMMAND_DECODERS["training:bulk:participant:move"]
    nested = decode(b'{"bundleId":"b","playerId":"p","fromSession":{"sessionId":"s"},"toSession":{"sessionId":"t"}}')
    flat = decode(b'{"bundleId":"b","playerId":"p","fromSessionId":"s","toSessionId":"t"}')
    assert [(move.source_id, move.target_id) for move in (nested, flat)] == [("s", "t")] * 2


def test_a_bundle_may_be_made_in_the_older_flat_form() -> None:
    bundle = COMMAND_DECODERS["training:bulk:session:created"](
        b'{"bundleName":"b","sessionIds":["s","t"],"workoutTypes":["strength","agility"],"totalParticipants":24}'
    )
    assert bundle.session_ids == ("s", "t")


def test_a_plan_within_a_draft_is_kept_as_it_came() -> None:
    bundle = COMMAND_DECODERS["training:bulk:session:created"](
        b'{"bundleName":"b","sessions":[{"workoutType":"agility","plan":{"drills":[]}},{"workoutType":"hybrid"}]}'
    )
    assert bytes(bundle.sessions[0].plan) == b'{"drills":[]}'
    assert bundle.sessions[1].plan is None


def test_a_mixed_up_name_brings_the_nearest_ones() -> None:
    refused = unknown_event("training:strength:set:complete")
    assert refused.code is ErrorCode.UNKNOWN_EVENT
    assert refused.context is not None
    assert refused.context.alternatives is not None
    assert refused.context.alternatives[0] == "training:strength:set:completion"


def test_a_name_that_only_the_server_uses_is_said_to_be_so() -> None:
    assert "from the server only" in unknown_event("training:live:frame").detail
    assert unknown_event("x" * 10_000).context.alternatives is None
