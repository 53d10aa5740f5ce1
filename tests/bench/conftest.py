"""Makes the benchmark programs importable, as they are when they are run from their folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
