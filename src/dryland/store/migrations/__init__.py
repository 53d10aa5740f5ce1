"""The database's revisions, run by Alembic; a revision is never changed once released."""
