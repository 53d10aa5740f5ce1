"""`dryland import …`: what was recorded elsewhere, into a data folder."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from dryland.cli.options import AsJson, DataFolder
from dryland.cli.talk import Failed, put, put_line, put_table, say

if TYPE_CHECKING:
    from dryland.strength_import import ImportReport

__all__ = ["strength"]


def strength(
    file: Annotated[Path, Parameter(help="A CSV export of the Strong or the Hevy app.")],
    /,
    *,
    data: DataFolder = Path("dryland-data"),
    player: Annotated[str, Parameter(help="Whose log it is: a player's id in the data folder.")],
    unit: Annotated[Literal["kg", "lb"], Parameter(help="Unit of the weights where the file names none.")] = "kg",
    json: AsJson = False,
) -> None:
    """Import a player's strength log; it seeds the 1RM estimates. The same file again changes nothing.

    No server may run on the folder. Every row of the file is answered for: imported, known or left out, and why.
    """
    from dryland.devices.strength_log import UnreadableLogError
    from dryland.store import open_store
    from dryland.store.records import open_records
    from dryland.strength_import import NoSuchPlayerError, import_strength_log

    if not file.is_file():
        raise Failed(f"There is no file {file}.", "Give the path of an exported CSV file.")
    if not data.is_dir():
        raise Failed(f"There is no data folder {data}.", "Start a server on it once, or seed it.")
    with closing(open_store(data, loop=None)) as store, closing(open_records(data)) as records:
        try:
            report = import_strength_log(store, records, player, file, int(time.time() * 1000), unit=unit)
        except NoSuchPlayerError as error:
            raise Failed(str(error), "Seed players, or look at their ids in the roster.") from None
        except UnreadableLogError as error:
            raise Failed(f"{error}.", "Export the log again as CSV from the Strong or the Hevy app.") from None
    if json:
        put(report)
    else:
        _print(report, unit)


def _print(report: ImportReport, unit: str) -> None:
    for row in report.report:
        if row.why is not None:
            put_line(f"row {row.row}: {row.result}{'' if row.exercise is None else ', ' + row.exercise}: {row.why}")
    lifts = [(one.lift, one.sets, one.e1rm_kg, one.low_kg, one.high_kg) for one in report.estimates]
    put_table(("lift", "sets", "1RM kg", "low", "high"), [*lifts])
    put_line(
        f"{report.rows} rows: {report.imported} imported, {report.known} known before, {report.left_out} left out."
    )
    if not report.unit_told:
        say(f"The file names no unit; its weights were read as {unit}. Use --unit to say otherwise.")
    if report.sessions_renewed:
        say("Open sessions that use it from now on: " + ", ".join(report.sessions_renewed))
