"""Refuses numbers that are none: what is NaN, infinite or missing never becomes somebody's figure. Knows no formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import signature
from math import isfinite
from typing import ParamSpec, TypeVar, cast

__all__ = ["finite_inputs"]

P = ParamSpec("P")
R = TypeVar("R")


def finite_inputs(function: Callable[P, R]) -> Callable[P, R]:
    """Raise ValueError for a NaN or infinite argument, and for one within a sequence that is also not None.

    A formula that knows what a missing value means says so itself and is not wrapped.
    """
    names = tuple(signature(function).parameters)

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        for name, value in zip(names, args, strict=False):
            _check(name, value)
        for name, value in kwargs.items():
            _check(name, value)
        return function(*args, **kwargs)

    return call


def _check(name: str, value: object) -> None:
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"{name} must be a finite number, not {value!r}")
    elif isinstance(value, list | tuple):
        for place, each in enumerate(cast("Iterable[object]", value)):
            if each is None:
                raise ValueError(f"{name}[{place}] must be a number, not None")
            _check(f"{name}[{place}]", each)
    elif isinstance(value, Mapping):
        for key, each in cast("Mapping[object, object]", value).items():
            _check(f"{name}[{key!r}]", each)
