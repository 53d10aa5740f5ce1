-- Plain records: who is here, what is planned, which devices may speak. Dates are ISO text, instants are ms UTC.

CREATE TABLE organisations (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL
);

CREATE TABLE teams (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL
);
CREATE INDEX teams_by_org ON teams (org_id);

CREATE TABLE players (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    team_id TEXT REFERENCES teams (id),
    name TEXT NOT NULL,
    jersey_number INTEGER,
    birth_date TEXT,
    sex TEXT,
    weight_unit TEXT NOT NULL
);
CREATE INDEX players_by_org ON players (org_id, name);
CREATE INDEX players_by_team ON players (team_id);

-- Every test value with its day: a session is judged by what was known of the player then.
CREATE TABLE player_tests (
    player_id TEXT NOT NULL REFERENCES players (id),
    quantity TEXT NOT NULL,
    measured_on TEXT NOT NULL,
    value FLOAT NOT NULL,
    source TEXT,
    PRIMARY KEY (player_id, quantity, measured_on)
);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT,
    player_id TEXT REFERENCES players (id),
    created_at_ms INTEGER NOT NULL,
    disabled_at_ms INTEGER
);
CREATE INDEX users_by_org ON users (org_id);

CREATE TABLE plans (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    workout_type TEXT NOT NULL,
    name TEXT NOT NULL,
    body BLOB NOT NULL,
    template BOOLEAN NOT NULL,
    updated_at_ms INTEGER NOT NULL
);
CREATE INDEX plans_by_org ON plans (org_id, workout_type, name);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    workout_type TEXT NOT NULL,
    trainer_id TEXT NOT NULL REFERENCES users (id),
    created_at_ms INTEGER NOT NULL,
    bundle_id TEXT,
    plan_id TEXT REFERENCES plans (id),
    facility_id TEXT,
    scheduled_at_ms INTEGER,
    scheduled_min FLOAT
);
CREATE INDEX sessions_by_org ON sessions (org_id, created_at_ms);
CREATE INDEX sessions_by_bundle ON sessions (bundle_id);

CREATE TABLE enrolments (
    session_id TEXT NOT NULL REFERENCES sessions (id),
    player_id TEXT NOT NULL REFERENCES players (id),
    PRIMARY KEY (session_id, player_id)
);
CREATE INDEX enrolments_by_player ON enrolments (player_id);

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    session_id TEXT REFERENCES sessions (id),
    player_id TEXT REFERENCES players (id),
    expires_at_ms INTEGER,
    revoked_at_ms INTEGER
);
CREATE INDEX tokens_by_org ON tokens (org_id);
