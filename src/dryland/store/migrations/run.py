"""Runs the missing revisions in one transaction: after a failure the database is old or new, never between."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

__all__ = ["configuration", "head", "revisions", "upgrade"]


def configuration() -> Config:
    """Alembic's settings: where the revisions are."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def head() -> str | None:
    """The newest revision in the folder."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def revisions() -> list[str]:
    """Every revision in the folder, the oldest first."""
    return [each.revision for each in reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions()))]


def upgrade(path: Path) -> None:
    """Run the revisions that the database lacks."""
    engine = sqlalchemy.create_engine(
        sqlalchemy.URL.create("sqlite", database=str(path)),
        poolclass=sqlalchemy.NullPool,
        connect_args={"isolation_level": None},
    )
    config = configuration()
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.exec_driver_sql("COMMIT")
