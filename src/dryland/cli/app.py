"""The commands and how a call of one ends: 0 done, 1 refused or failed, 2 called wrongly, 130 interrupted."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

from cyclopts import App, CycloptsError
from rich.console import Console

from dryland.cli.failures import in_words
from dryland.cli.talk import FAILED, INTERRUPTED, MISUSED, OK, explain

__all__ = ["app", "main", "run"]

EXAMPLES: Final = (
    "Examples: `dryland demo` · `dryland serve --data club` · `dryland COMMAND --help` shows more of each command."
)

app = App(
    name="dryland",
    help="Runs a team's dryland training floor live, on this machine.",
    help_epilogue=EXAMPLES,
    help_format="markdown",
    error_console=Console(stderr=True),
)
app.register_install_completion_command()  # pyright: ignore[reportUnknownMemberType] (its **kwargs have no type)

# Named by import path, so that one command does not pay for the imports of the others.
app.command("dryland.cli.demo:demo")
app.command("dryland.cli.serve:serve")
app.command("dryland.cli.seed:seed")
app.command("dryland.cli.replay:replay")
app.command("dryland.cli.schema_command:schema")
app.command("dryland.cli.doctor:doctor")
_groups: Final = {
    "token": ("Make tokens with which people, devices and screens sign in.", ("dryland.cli.tokens:create",)),
    "session": ("Look at sessions in a data folder, also while a server runs on it.", (
        "dryland.cli.sessions:show", "dryland.cli.sessions:events",
    )),
    "config": ("Look at the settings of a node.", ("dryland.cli.config:show",)),
}  # fmt: skip
for _name, (_help, _commands) in _groups.items():
    _group = App(name=_name, help=_help, help_format="markdown")
    for _command in _commands:
        _group.command(_command)
    app.command(_group)


def run(tokens: Sequence[str]) -> int:
    """Carry out one call; returns its exit code. A fault of the program itself is raised."""
    try:
        code = app(list(tokens), exit_on_error=False, print_error=True, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError:
        return MISUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; the interpreter must not complain about it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        failure = in_words(error)
        if failure is None:
            raise
        explain(failure.what, failure.advice)
        return failure.code
    return FAILED if code == FAILED else OK


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))
