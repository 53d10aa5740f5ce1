"""Options that several commands share, with one wording each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

__all__ = ["AsJson", "DataFolder", "ServerUrl"]

AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Write JSON to stdout, for programs.")]
DataFolder = Annotated[Path, Parameter(help="The data folder: database, keys, backups.")]
ServerUrl = Annotated[str, Parameter(help="Where the server is, as http://127.0.0.1:8000.")]
