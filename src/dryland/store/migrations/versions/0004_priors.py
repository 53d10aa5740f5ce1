"""What is known of a player before a session: priors of each kind of workout, imported sets."""

from dryland.store.migrations.sql import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    run_script("0004_priors.sql")
