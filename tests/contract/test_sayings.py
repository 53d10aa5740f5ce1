"""Sentences as codes and figures: one table, one way to English, and nobody who says anything else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dryland
from dryland.contract import catalogue  # noqa: F401  (brings in every struct)
from dryland.contract.base import WeightUnit, Wire
from dryland.contract.error_catalogue import ErrorCode
from dryland.contract.errors import Notice, Refusal, error_body, noticed, refused
from dryland.contract.saying_texts import ENGLISH, GROUPS
from dryland.contract.sayings import Saying, about, english, figure_text, placeholders, say
from dryland.contract.schema_sayings import example_of
from dryland.web import door  # noqa: F401

SRC = Path(dryland.__file__).parent
FILES = [path for path in sorted(SRC.rglob("*.py")) if "saying_texts" not in path.parts]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
SAYING = {path for path in FILES if "dryland.contract.sayings" in path.read_text(encoding="utf-8")}
CALLS = [(path, node) for path, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, ast.Call)]


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def constants(node: ast.expr) -> list[str]:
    """The codes that an expression may be; empty where they come from a table."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return []


def said() -> Iterator[Any]:
    for path, call in CALLS:
        if name_of(call) == "say" and path in SAYING and call.args and (codes := constants(call.args[0])):
            yield pytest.param(codes, {word.arg or "" for word in call.keywords}, id=f"{path.stem}:{call.lineno}")


@pytest.mark.parametrize(("codes", "given_names"), list(said()))
def test_whoever_says_something_gives_the_figures_that_its_text_takes(codes: list[str], given_names: set[str]) -> None:
    named = {next(iter(figure_names(name))) for name in given_names}
    for code in codes:
        assert code in ENGLISH
        assert placeholders(ENGLISH[code]) - {"player"} <= named
    assert named <= set().union(*(placeholders(ENGLISH[code]) for code in codes))


def figure_names(name: str) -> frozenset[str]:
    first, *rest = name.split("_")
    return frozenset({first + "".join(part.capitalize() for part in rest)})


def test_every_code_is_said_by_somebody() -> None:
    written = {
        node.value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    by_table = ("form_", "drill_", "error_", "action_")
    somebody = {f"{code}_somebody" for code in written}
    assert [each for each in ENGLISH if each not in written | somebody and not each.startswith(by_table)] == []


def structs(base: type) -> Iterator[type]:
    for each in base.__subclasses__():
        yield each
        yield from structs(each)


SENTENCES = {
    struct.__name__: [name.removesuffix("_sayings") for name in struct.__struct_fields__ if name.endswith("_sayings")]
    for struct in structs(Wire)
    if any(name.endswith("_sayings") for name in struct.__struct_fields__)
}


def test_whoever_makes_a_sentence_makes_its_sayings() -> None:
    """A struct with a sentence is never built with the sentence alone."""
    missing = [
        f"{path.stem}:{call.lineno} {sentence}"
        for path, call in CALLS
        for sentence in SENTENCES.get(name_of(call), ())
        if sentence in (words := {word.arg for word in call.keywords})
        and f"{sentence}_sayings" not in words
        and None not in words
    ]
    assert missing == []
    assert {"NextSetPreview", "AdaptiveRecommendation", "AdaptiveAdjustments", "AlertRaised"} <= set(SENTENCES)


def test_codes_are_named_once() -> None:
    assert sum(len(texts) for texts in GROUPS.values()) == len(ENGLISH)


@pytest.mark.parametrize("code", ENGLISH)
def test_a_text_leaves_nothing_open(code: str) -> None:
    for last in (False, True):
        text = english([example_of(code, last=last)])
        assert text
        assert "{" not in text
        assert "}" not in text


@given(st.floats(-600, 600), st.sampled_from(WeightUnit))
def test_a_figure_reads_as_people_write_it(figure: float, unit: WeightUnit) -> None:
    text = figure_text("changeKg", figure, unit)
    assert text.endswith((" kg", " lb"))
    number = text.split(" ")[0]
    assert "-" not in number
    assert len(number.partition(".")[2]) <= 2


@pytest.mark.parametrize(
    ("sayings", "expected"),
    [
        ([say("set_rpe_at", rpe=9, target_rpe=8), say("load_less", change_kg=2.5)], "RPE 9 at target 8 → −2.5 kg"),
        ([say("how_amrap"), say("load_planned")], "As many as possible. As planned"),
        ([say("interval_on_target"), say("interval_on_target")], "; ".join(["on target: keep the plan"] * 2)),
        ([say("block_effort_above", drift_rpe=1.5), say("block_no_change")], "effort 1.5 RPE above target: no change."),
        (
            [say("bound_up", up_pct=5), say("bound_next_load", next_kg=9)],
            "at most +5 % at once; the next load is 9 kg",
        ),
        ([Saying(code="of_a_newer_release"), say("load_planned")], "As planned"),
    ],
)
def test_parts_follow_each_other_by_their_punctuation(sayings: list[Saying], expected: str) -> None:
    assert english(sayings) == (expected or "60 % of the time above the target heart rate; on target: keep the plan")


def test_loads_are_said_in_the_unit_of_the_reader() -> None:
    assert english([say("load_more", change_kg=2.2679618)], WeightUnit.LBS) == "→ +5 lb"


def test_a_saying_about_somebody_carries_the_name() -> None:
    assert english([about("Alva", say("alert_implausible"))]) == "Alva: heart rate makes no sense: check the strap."


def test_a_refusal_says_its_detail_both_ways() -> None:
    refusal = refused(ErrorCode.MEDICAL_RESTRICTION, say("refused_not_today", work="Squat"))
    assert refusal.detail == "Squat is not for this player today."
    body = error_body(refusal)
    assert body.message.startswith(refusal.detail)
    assert body.detail_sayings == refusal.sayings
    assert noticed(refusal.code, refusal.sayings[0]).as_refusal() == Refusal(
        refusal.code, refusal.detail, kept=True, sayings=refusal.sayings
    )


def test_a_notice_of_an_older_log_keeps_its_words() -> None:
    old = msgspec.json.decode(b'{"code":"NOT_LOADABLE","detail":"As it was said then."}', type=Notice)
    assert old.as_refusal().detail == "As it was said then."
    assert error_body(old.as_refusal()).detail_sayings is None
