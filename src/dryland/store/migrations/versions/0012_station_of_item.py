"""The item that a station or a device belongs to."""

from dryland.store.migrations.sql import run_script

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    run_script("0012_station_of_item.sql")
