"""Lets a formula be called with its published symbol where that is no usable name here (`lambda`, `L`).

Knows no formula.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

__all__ = ["also_called"]

P = ParamSpec("P")
R = TypeVar("R")


def also_called(**symbol_of: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Accept each keyword argument also under its published symbol: `also_called(weight="lambda")`.

    Typed callers use the Python name; a table of published inputs is passed as `f(**inputs)`. Giving both is an error.
    """
    name_of = {symbol: name for name, symbol in symbol_of.items()}

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            for symbol, name in name_of.items():
                if symbol in kwargs:
                    if name in kwargs:
                        raise TypeError(f"{name} and {symbol} are the same argument")
                    kwargs[name] = kwargs.pop(symbol)
            return function(*args, **kwargs)

        return call

    return decorate
