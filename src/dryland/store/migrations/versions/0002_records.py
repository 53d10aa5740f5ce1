"""Plain records: people, plans, sessions, tokens."""

from dryland.store.migrations.sql import run_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the records' tables."""
    run_script("0002_records.sql")
