"""Bundles as they are made again and again."""

from dryland.store.migrations.sql import run_script

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    run_script("0006_bundle_templates.sql")
