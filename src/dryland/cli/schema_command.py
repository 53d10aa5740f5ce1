"""`dryland schema`: the contract in the forms that other programs read."""

from __future__ import annotations

import enum
import sys
from typing import Annotated

from cyclopts import Parameter

__all__ = ["SchemaForm", "schema"]


class SchemaForm(enum.StrEnum):
    """How the contract is written."""

    ASYNCAPI = "asyncapi"
    JSONSCHEMA = "jsonschema"
    TYPESCRIPT = "typescript"
    MARKDOWN = "markdown"


def schema(form: Annotated[SchemaForm, Parameter(help="The form to write.")], /) -> None:
    """Print every event, payload and error of the contract, generated from the one catalogue."""
    from dryland.cli.schema import render

    sys.stdout.write(render(form.value))
