-- Who may come in and how, what was agreed to, and what stands around the floor. Instants are ms UTC.

ALTER TABLE players ADD COLUMN line TEXT;
ALTER TABLE players ADD COLUMN unit TEXT NOT NULL DEFAULT 'metric';
ALTER TABLE players ADD COLUMN wall TEXT NOT NULL DEFAULT 'number';
ALTER TABLE players ADD COLUMN hr_zones JSON;
ALTER TABLE players ADD COLUMN archived_at_ms INTEGER;

-- The heaviest single of an exercise, tested or estimated, with its day.
CREATE TABLE player_maxes (
    player_id TEXT NOT NULL REFERENCES players (id),
    exercise TEXT NOT NULL,
    measured_on TEXT NOT NULL,
    value_kg FLOAT NOT NULL,
    source TEXT,
    PRIMARY KEY (player_id, exercise, measured_on)
);

ALTER TABLE plans ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

ALTER TABLE tokens ADD COLUMN kind TEXT NOT NULL DEFAULT 'device';
ALTER TABLE tokens ADD COLUMN created_by TEXT;

-- A sign-in lives as long as its refresh secret is renewed; only a hash of the secret is kept.
CREATE TABLE sign_ins (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    secret_hash BLOB NOT NULL,
    former_hash BLOB,
    created_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX sign_ins_by_user ON sign_ins (user_id);

-- Short codes that are typed or scanned: to join a session or team as a player, or to set a first password.
CREATE TABLE codes (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL,
    code_hash BLOB NOT NULL UNIQUE,
    created_by TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    session_id TEXT REFERENCES sessions (id),
    team_id TEXT REFERENCES teams (id),
    player_id TEXT REFERENCES players (id),
    user_id TEXT REFERENCES users (id),
    uses INTEGER NOT NULL,
    max_uses INTEGER,
    revoked_at_ms INTEGER
);
CREATE INDEX codes_by_org ON codes (org_id);

CREATE TABLE guardianships (
    user_id TEXT NOT NULL REFERENCES users (id),
    player_id TEXT NOT NULL REFERENCES players (id),
    since_ms INTEGER NOT NULL,
    PRIMARY KEY (user_id, player_id)
);
CREATE INDEX guardianships_by_player ON guardianships (player_id);

-- Every answer that was ever given; the newest of a category counts.
CREATE TABLE consents (
    id TEXT NOT NULL PRIMARY KEY,
    player_id TEXT NOT NULL REFERENCES players (id),
    category TEXT NOT NULL,
    granted BOOLEAN NOT NULL,
    given_by TEXT NOT NULL,
    as_guardian BOOLEAN NOT NULL,
    at_ms INTEGER NOT NULL,
    wording TEXT NOT NULL
);
CREATE INDEX consents_by_player ON consents (player_id, category, at_ms);

CREATE TABLE facilities (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    closed_at_ms INTEGER
);
CREATE INDEX facilities_by_org ON facilities (org_id, name);

-- One row an item: each machine has its own service life.
CREATE TABLE equipment (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    facility_id TEXT REFERENCES facilities (id),
    out_of_service_at_ms INTEGER,
    out_of_service_reason TEXT,
    used_min FLOAT NOT NULL DEFAULT 0,
    uses INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX equipment_by_org ON equipment (org_id, type, name);

CREATE TABLE availabilities (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    player_id TEXT NOT NULL REFERENCES players (id),
    availability TEXT NOT NULL,
    valid_from_ms INTEGER NOT NULL,
    valid_to_ms INTEGER,
    reason TEXT,
    changed_by TEXT NOT NULL,
    changed_at_ms INTEGER NOT NULL
);
CREATE INDEX availabilities_by_player ON availabilities (player_id, valid_from_ms);

CREATE TABLE calendar_events (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    title TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL,
    team_id TEXT REFERENCES teams (id),
    facility_id TEXT REFERENCES facilities (id),
    bundle_id TEXT,
    session_id TEXT,
    updated_at_ms INTEGER NOT NULL
);
CREATE INDEX calendar_events_by_org ON calendar_events (org_id, start_ms);

-- What a change of records is still to be told: written with the change, taken away when the log has it.
CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    actor TEXT NOT NULL,
    payload BLOB NOT NULL,
    created_at_ms INTEGER NOT NULL
);

-- Answers to requests that carried a key, so that the same request again gets the same answer.
CREATE TABLE answers (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    started_at_ms INTEGER NOT NULL,
    status INTEGER,
    media_type TEXT,
    body BLOB,
    PRIMARY KEY (caller, key)
);
