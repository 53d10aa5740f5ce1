"""The records' tables as SQLAlchemy sees them; the migrations make them, a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

__all__ = [
    "answers",
    "availabilities",
    "bundle_templates",
    "calendar_events",
    "codes",
    "consents",
    "enrolments",
    "equipment",
    "equipment_services",
    "equipment_uses",
    "facilities",
    "finished_bundles",
    "guardianships",
    "lifted_sets",
    "metadata",
    "notices",
    "organisations",
    "plans",
    "player_figures",
    "player_maxes",
    "player_priors",
    "player_tests",
    "players",
    "sessions",
    "sign_ins",
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
    Column("line", Text),
    Column("unit", Text, nullable=False),
    Column("wall", Text, nullable=False),
    Column("hr_zones", JSON(none_as_null=True)),
    Column("archived_at_ms", Integer),
    Column("alias", Text),
    Column("language", Text),
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

player_maxes = Table(
    "player_maxes",
    metadata,
    Column("player_id", Text, ForeignKey("players.id"), primary_key=True),
    Column("exercise", Text, primary_key=True),
    Column("measured_on", Text, primary_key=True),
    Column("value_kg", Float, nullable=False),
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
    Column("version", Integer, nullable=False),
    Index("plans_by_org", "org_id", "workout_type", "name"),
)

bundle_templates = Table(
    "bundle_templates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("updated_at_ms", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Index("bundle_templates_by_org", "org_id", "name"),
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
    Column("kind", Text, nullable=False),
    Column("created_by", Text),
    Column("item_id", Text, ForeignKey("equipment.id")),
    Index("tokens_by_org", "org_id"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("former_hash", LargeBinary),
    Column("created_at_ms", Integer, nullable=False),
    Column("used_at_ms", Integer, nullable=False),
    Column("expires_at_ms", Integer, nullable=False),
    Column("revoked_at_ms", Integer),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Index("sign_ins_by_user", "user_id"),
)

codes = Table(
    "codes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("created_by", Text, nullable=False),
    Column("created_at_ms", Integer, nullable=False),
    Column("expires_at_ms", Integer, nullable=False),
    Column("session_id", Text, ForeignKey("sessions.id")),
    Column("team_id", Text, ForeignKey("teams.id")),
    Column("player_id", Text, ForeignKey("players.id")),
    Column("user_id", Text, ForeignKey("users.id")),
    Column("uses", Integer, nullable=False),
    Column("max_uses", Integer),
    Column("revoked_at_ms", Integer),
    Index("codes_by_org", "org_id"),
)

guardianships = Table(
    "guardianships",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("player_id", Text, ForeignKey("players.id"), primary_key=True),
    Column("since_ms", Integer, nullable=False),
    Index("guardianships_by_player", "player_id"),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("player_id", Text, ForeignKey("players.id"), nullable=False),
    Column("category", Text, nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("as_guardian", Boolean, nullable=False),
    Column("at_ms", Integer, nullable=False),
    Column("wording", Text, nullable=False),
    Index("consents_by_player", "player_id", "category", "at_ms"),
)

facilities = Table(
    "facilities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("closed_at_ms", Integer),
    Column("archived_at_ms", Integer),
    Index("facilities_by_org", "org_id", "name"),
)

equipment = Table(
    "equipment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("facility_id", Text, ForeignKey("facilities.id")),
    Column("out_of_service_at_ms", Integer),
    Column("out_of_service_reason", Text),
    Column("machine", Text),
    Column("here_since_ms", Integer),
    Column("archived_at_ms", Integer),
    Index("equipment_by_org", "org_id", "type", "name"),
)

availabilities = Table(
    "availabilities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("player_id", Text, ForeignKey("players.id"), nullable=False),
    Column("availability", Text, nullable=False),
    Column("valid_from_ms", Integer, nullable=False),
    Column("valid_to_ms", Integer),
    Column("reason", Text),
    Column("changed_by", Text, nullable=False),
    Column("changed_at_ms", Integer, nullable=False),
    Index("availabilities_by_player", "player_id", "valid_from_ms"),
)

calendar_events = Table(
    "calendar_events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("start_ms", Integer, nullable=False),
    Column("end_ms", Integer, nullable=False),
    Column("team_id", Text, ForeignKey("teams.id")),
    Column("facility_id", Text, ForeignKey("facilities.id")),
    Column("bundle_id", Text),
    Column("session_id", Text),
    Column("updated_at_ms", Integer, nullable=False),
    Index("calendar_events_by_org", "org_id", "start_ms"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("organisations.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("created_at_ms", Integer, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("caller", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_hash", LargeBinary, nullable=False),
    Column("started_at_ms", Integer, nullable=False),
    Column("status", Integer),
    Column("media_type", Text),
    Column("body", LargeBinary),
)

player_priors = Table(
    "player_priors",
    metadata,
    Column("player_id", Text, ForeignKey("players.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("updated_at_ms", Integer, nullable=False),
)

lifted_sets = Table(
    "lifted_sets",
    metadata,
    Column("player_id", Text, ForeignKey("players.id"), primary_key=True),
    Column("set_id", Text, primary_key=True),
    Column("at_ms", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("lifted_sets_by_time", "player_id", "at_ms"),
)

player_figures = Table(
    "player_figures",
    metadata,
    Column("session_id", Text, primary_key=True),
    Column("player_id", Text, primary_key=True),
    Column("org_id", Text, nullable=False),
    Column("started_at_ms", Integer, nullable=False),
    Column("workout_type", Text, nullable=False),
    Column("minutes", Float, nullable=False),
    Column("steps_done", Integer, nullable=False),
    Column("steps_planned", Integer, nullable=False),
    Column("trimp", Float),
    Column("energy_kcal", Float),
    Column("tonnage_kg", Float),
    Column("completeness_pct", Float),
    Column("compliance_pct", Float),
    Column("srpe_load", Float),
    Index("player_figures_by_time", "org_id", "started_at_ms"),
)

finished_bundles = Table(
    "finished_bundles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("at_ms", Integer, nullable=False),
    Column("session_ids", LargeBinary, nullable=False),
    Column("total_participants", Integer, nullable=False),
    Column("scheduled_at_ms", Integer),
    Column("estimated_min", Float),
    Index("finished_bundles_by_time", "org_id", "at_ms", "id"),
)

equipment_uses = Table(
    "equipment_uses",
    metadata,
    Column("item_id", Text, primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("org_id", Text, nullable=False),
    Column("bundle_id", Text, nullable=False),
    Column("session_name", Text, nullable=False),
    Column("began_at_ms", Integer, nullable=False),
    Column("minutes", Float, nullable=False),
    Column("is_measured", Boolean, nullable=False),
    Column("residual_pct", Float),
    Column("machines", Integer, nullable=False, server_default="1"),
    Index("equipment_uses_by_time", "item_id", "began_at_ms"),
)

equipment_services = Table(
    "equipment_services",
    metadata,
    Column("id", Text, primary_key=True),
    Column("item_id", Text, ForeignKey("equipment.id"), nullable=False),
    Column("task", Text, nullable=False),
    Column("done_at_ms", Integer, nullable=False),
    Column("used_h", Float, nullable=False),
    Column("done_by", Text, nullable=False),
    Column("note", Text),
    Index("equipment_services_by_item", "item_id", "done_at_ms"),
)
