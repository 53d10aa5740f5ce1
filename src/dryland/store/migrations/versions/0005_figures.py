"""What players did in sessions that are over, in figures."""

from dryland.store.migrations.sql import run_script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    run_script("0005_figures.sql")
