"""Power of machines against the hearts of those who were on them."""

from dryland.store.migrations.sql import run_script

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    run_script("0010_calibration.sql")
