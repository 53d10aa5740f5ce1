"""The event log, samples and snapshots."""

from dryland.store.migrations.sql import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the log's tables."""
    run_script("0001_log.sql")
