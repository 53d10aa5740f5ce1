"""Builds the screens before the wheel is packed, so that an installed Dryland serves them without Node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
STATIC = ROOT / "src" / "dryland" / "web" / "static"


class BuildScreens(BuildHookInterface[Any]):
    """Runs the front end's build when its output is not there yet."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build `ui/` into the package unless this is an editable install or the output exists."""
        if version == "editable" or self.target_name != "wheel" or (STATIC / "index.html").exists():
            return
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("A wheel holds the built screens: install Node >= 20 with npm, or run `make ui`.")
        subprocess.run([npm, "ci"], cwd=ROOT / "ui", check=True)
        subprocess.run([npm, "run", "build"], cwd=ROOT / "ui", check=True)
