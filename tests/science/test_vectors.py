"""Every published value that the project knows holds for the function that claims it.

The project's own worked examples always run; the larger shared set runs where it lies beside the project.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dryland.science import FUNCTIONS as SCIENCE

OWN = Path(__file__).with_name("worked_examples.json")
SHARED = Path(__file__).parents[3] / "shared" / "vectors" / "science.json"


@cache
def functions() -> Mapping[str, Callable[..., Any]]:
    """Science and sensor decoders under one roof: the examples name both."""
    decoders = import_module("dryland.devices.sensor_functions").FUNCTIONS
    assert not set(decoders) & set(SCIENCE)
    return {**SCIENCE, **decoders}


def examples(path: Path) -> list[Any]:
    if not path.exists():
        reason = f"{path.name} is not beside the project"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id="absent")]
    rows = json.loads(path.read_text())
    return [pytest.param(row, id=f"{index}-{row['function']}") for index, row in enumerate(rows)]


def spelled_out(value: Any) -> Any:
    """The shared file writes a ramp of 0-99 W as the word range(100)."""
    return list(range(100)) if value == "range(100)" else value


def assert_close(actual: Any, expected: Any, tolerance: float) -> None:
    if isinstance(expected, dict):
        named = {str(key): value for key, value in actual.items()}
        assert set(named) == set(expected)
        for key, value in expected.items():
            assert_close(named[key], value, tolerance)
    elif isinstance(expected, list):
        assert len(actual) == len(expected)
        for one, other in zip(actual, expected, strict=True):
            assert_close(one, other, tolerance)
    elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
        assert actual is not None
        assert abs(actual - expected) <= tolerance, f"{actual} is not {expected} ± {tolerance}"
    else:
        assert actual == expected


def check(row: dict[str, Any]) -> None:
    inputs = {name: spelled_out(value) for name, value in row["inputs"].items()}
    assert_close(functions()[row["function"]](**inputs), row["expected"], row["tolerance"])


@pytest.mark.parametrize("row", examples(OWN))
def test_a_worked_example_of_the_project_holds(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.parametrize("row", examples(SHARED))
def test_a_shared_vector_holds(row: dict[str, Any]) -> None:
    check(row)
