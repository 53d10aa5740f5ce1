"""The records' tables as SQLAlchemy sees them; the migrations make them, a test holds the two together."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

__all__ = [
    "enrolments",
    "metadata",
    "organisations",
    "plans",
    "player_tests",
    "players",
    "sessions",
    "teams",
    "tokens",
    "users",
]

metadata = MetaData()

organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at_ms", Integer, nullable=False),
)

teams = Table(
    "teams",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("name", Text, nullable=False),
    Index("teams_by_org", "org_id"),
)

players = Table(
    "players",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("team_id", Text, ForeignKey("teams.id")),
    Column("name", Text, nullable=False),
    Column("jersey_number", Integer),
    Column("birth_date", Text),
    Column("sex", Text),
    Column("weight_unit", Text, nullable=False),
    Index("players_by_org", "org_id", "name"),
    Index("players_by_team", "team_id"),
)

player_tests = Table(
    "player_tests",
    metadata,
    Column("player_id", Text, ForeignKey("players.id"), primary_key=True),
    Column("quantity", Text, primary_key=True),
    Column("measured_on", Text, primary_key=True),
    Column("value", Float, nullable=False),
    Column("source", Text),
)

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("player_id", Text, ForeignKey("players.id")),
    Column("created_at_ms", Integer, nullable=False),
    Column("disabled_at_ms", Integer),
    Index("users_by_org", "org_id"),
)

plans = Table(
    "plans",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("workout_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("template", Boolean, nullable=False),
    Column("updated_at_ms", Integer, nullable=False),
    Index("plans_by_org", "org_id", "workout_type", "name"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("workout_type", Text, nullable=False),
    Column("trainer_id", Text, ForeignKey("users.id"), nullable=False),
    Column("created_at_ms", Integer, nullable=False),
    Column("bundle_id", Text),
    Column("plan_id", Text, ForeignKey("plans.id")),
    Column("facility_id", Text),
    Column("scheduled_at_ms", Integer),
    Column("scheduled_min", Float),
    Index("sessions_by_org", "org_id", "created_at_ms"),
    Index("sessions_by_bundle", "bundle_id"),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("session_id", Text, ForeignKey("sessions.id"), primary_key=True),
    Column("player_id", Text, ForeignKey("players.id"), primary_key=True),
    Index("enrolments_by_player", "player_id"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at_ms", Integer, nullable=False),
    Column("session_id", Text, ForeignKey("sessions.id")),
    Column("player_id", Text, ForeignKey("players.id")),
    Column("expires_at_ms", Integer),
    Column("revoked_at_ms", Integer),
    Index("tokens_by_org", "org_id"),
)
