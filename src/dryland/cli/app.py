"""The commands and how a call of one ends: 0 done, 1 refused or failed, 2 called wrongly, 130 interrupted."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final, NamedTuple

from cyclopts import App, CycloptsError
from rich.console import Console

from dryland.cli.failures import in_words
from dryland.cli.talk import FAILED, INTERRUPTED, MISUSED, OK, explain

__all__ = ["COMMANDS", "GROUPS", "Entry", "app", "main", "run"]

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


class Entry(NamedTuple):
    """A command: where it is, and calls of it to learn from."""

    path: str
    examples: tuple[str, ...]


COMMANDS: Final = (
    Entry("dryland.cli.demo:demo", (
        "dryland demo", "dryland demo --players 6 --recordings ride.fit row.fit --speed 10",
    )),
    Entry("dryland.cli.serve:serve", (
        "dryland serve --data club", "dryland serve --data club --host 0.0.0.0 --port 80",
    )),
    Entry("dryland.cli.seed:seed", (
        "dryland seed --data club --sessions 2 --players-per-session 24",
        "dryland seed --data club --workout conditioning --json > tokens.json",
    )),
    Entry("dryland.cli.replay:replay", (
        "dryland replay ride.fit --url http://127.0.0.1:8000 --token $TOKEN --session session-1 --speed 60",
        "dryland replay anna.fit ida.tcx --url http://127.0.0.1:8000 --token $TOKEN --session session-1 --speed 0",
    )),
    Entry("dryland.cli.schema_command:schema", (
        "dryland schema asyncapi > dryland.asyncapi.json", "dryland schema typescript > contract.ts",
    )),
    Entry("dryland.cli.doctor:doctor", ("dryland doctor", "dryland doctor --data club --json")),
)  # fmt: skip
GROUPS: Final = (
    ("token", "Make tokens with which people, devices and screens sign in.", (
        Entry("dryland.cli.tokens:create", (
            "dryland token create --data club --role trainer --user anna",
            "dryland token create --data club --role player --user ida --player s1-p3 --ttl 7d",
        )),
    )),
    ("session", "Look at sessions in a data folder, also while a server runs on it.", (
        Entry("dryland.cli.sessions:show", (
            "dryland session show session-1 --data club", "dryland session show session-1 --data club --json",
        )),
        Entry("dryland.cli.sessions:events", ("dryland session events session-1 --data club --json | jq .name",)),
    )),
    ("import", "Take in what was recorded elsewhere.", (
        Entry("dryland.cli.import_strength:strength", (
            "dryland import strength strong.csv --data club --player s1-p3",
            "dryland import strength hevy.csv --data club --player s1-p3 --json",
        )),
    )),
    ("audit", "Check the trail of looks at guarded data.", (
        Entry("dryland.cli.audit:verify", (
            "dryland audit verify --data club",
            "dryland audit verify --data club --noted 9f2c0d… --json",
        )),
    )),
    ("config", "Look at the settings of a node.", (
        Entry("dryland.cli.config:show", (
            "dryland config show --data club", "DRYLAND_NODE_PORT=80 dryland config show --json",
        )),
    )),
)  # fmt: skip


def _register(group: App, entry: Entry) -> None:
    """Commands are named by import path, so that one does not pay for the imports of the others."""
    group.command(entry.path, help_epilogue="Examples:\n\n" + "\n\n".join(f"`{call}`" for call in entry.examples))


for _entry in COMMANDS:
    _register(app, _entry)
for _name, _help, _entries in GROUPS:
    _group = App(name=_name, help=_help, help_epilogue="")
    for _entry in _entries:
        _register(_group, _entry)
    app.command(_group)


def _asks_for_a_list(tokens: Sequence[str]) -> bool:
    return not tokens or tokens[-1] in app.help_flags or list(tokens) in [[name] for name, _, _ in GROUPS]


def _load_all() -> None:
    """A list of commands says what each of them does, so all have to be there."""
    for name, _, _ in GROUPS:
        app[name].resolved_commands()
    app.resolved_commands()


def run(tokens: Sequence[str]) -> int:
    """Carry out one call; returns its exit code. A fault of the program itself is raised."""
    try:
        if _asks_for_a_list(tokens):
            _load_all()
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
