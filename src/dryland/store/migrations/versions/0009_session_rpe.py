"""Load by the players' own rating of whole sessions."""

from dryland.store.migrations.sql import run_script

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    run_script("0009_session_rpe.sql")
