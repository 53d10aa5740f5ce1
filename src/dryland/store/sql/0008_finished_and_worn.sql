-- Bundles that are over as they stand in a list, so that neither a start nor a list reads their logs.
-- `at_ms` is when it was to begin, else when it was made. Recomputable from the log.
CREATE TABLE finished_bundles (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    session_ids BLOB NOT NULL,
    total_participants INTEGER NOT NULL,
    scheduled_at_ms INTEGER,
    estimated_min FLOAT
);
CREATE INDEX finished_bundles_by_time ON finished_bundles (org_id, at_ms, id);

-- How long each item worked in each session that is over. Recomputable from facts and samples.
CREATE TABLE equipment_uses (
    item_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    org_id TEXT NOT NULL,
    bundle_id TEXT NOT NULL,
    session_name TEXT NOT NULL,
    began_at_ms INTEGER NOT NULL,
    minutes FLOAT NOT NULL,
    is_measured BOOLEAN NOT NULL,
    PRIMARY KEY (item_id, session_id)
);
CREATE INDEX equipment_uses_by_time ON equipment_uses (item_id, began_at_ms);

-- What was done to an item, with the hours it had worked by then.
CREATE TABLE equipment_services (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES equipment (id),
    task TEXT NOT NULL,
    done_at_ms INTEGER NOT NULL,
    used_h FLOAT NOT NULL,
    done_by TEXT NOT NULL,
    note TEXT
);
CREATE INDEX equipment_services_by_item ON equipment_services (item_id, done_at_ms);

-- What can be added up is not kept beside what it is the sum of.
ALTER TABLE equipment DROP COLUMN used_min;
ALTER TABLE equipment DROP COLUMN uses;
-- Which maker's service plan holds for an item, and since when it is here.
ALTER TABLE equipment ADD COLUMN machine TEXT;
ALTER TABLE equipment ADD COLUMN here_since_ms INTEGER;
