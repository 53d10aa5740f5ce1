"""A player's alias on walls, and the language of a player's screens."""

from dryland.store.migrations.sql import run_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    run_script("0007_alias_and_language.sql")
