"""Rooms and items that are no longer used."""

from dryland.store.migrations.sql import run_script

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    run_script("0011_archived_places.sql")
