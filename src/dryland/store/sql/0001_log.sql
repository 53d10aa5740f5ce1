-- The event log, samples and snapshots.

-- A stream is a session, a bundle or an organisation; its number stands for its name in every other table.
CREATE TABLE streams (
    no INTEGER PRIMARY KEY,
    stream TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    org_id TEXT NOT NULL,
    epoch TEXT NOT NULL,
    open INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL
);

-- The log lies in the order of arrival: a commit for a hundred sessions appends to one page, not to a hundred.
CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream_no INTEGER NOT NULL REFERENCES streams (no),
    seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    event_id TEXT,
    occurred_at_ms INTEGER NOT NULL,
    recorded_at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    payload BLOB NOT NULL,
    result BLOB,
    checksum INTEGER NOT NULL,
    UNIQUE (stream_no, seq)
);

-- Ids come first because they are ordered by time: new entries of all streams meet on the same page.
CREATE UNIQUE INDEX events_by_id ON events (event_id, stream_no) WHERE event_id IS NOT NULL;

CREATE TABLE sample_players (
    stream_no INTEGER NOT NULL REFERENCES streams (no),
    no INTEGER NOT NULL,
    player_id TEXT NOT NULL,
    PRIMARY KEY (stream_no, no),
    UNIQUE (stream_no, player_id)
) WITHOUT ROWID;

-- What one commit brought for one stream; once the stream is closed its chunks are settled into one for each player.
CREATE TABLE sample_chunks (
    position INTEGER PRIMARY KEY,
    stream_no INTEGER NOT NULL REFERENCES streams (no),
    player_no INTEGER,
    settled INTEGER NOT NULL DEFAULT 0,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    body BLOB NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE INDEX sample_chunks_by_stream ON sample_chunks (stream_no);
CREATE INDEX sample_chunks_to_settle ON sample_chunks (stream_no) WHERE settled = 0;

CREATE TABLE snapshots (
    stream_no INTEGER PRIMARY KEY REFERENCES streams (no),
    seq INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state BLOB NOT NULL,
    checksum INTEGER NOT NULL
);

CREATE TABLE store_probe (counter INTEGER NOT NULL);
INSERT INTO store_probe VALUES (0);
