"""Bundles that are over, and how equipment was used and looked after."""

from dryland.store.migrations.sql import run_script

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    run_script("0008_finished_and_worn.sql")
