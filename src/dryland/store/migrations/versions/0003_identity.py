"""Sign-ins, codes, guardians, consent; facilities, equipment, availability, the calendar."""

from dryland.store.migrations.sql import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and the columns that the records gain."""
    run_script("0003_identity.sql")
