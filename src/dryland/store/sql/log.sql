-- The hot path of the event log. Each statement has a name and says what it is for.

-- name: begin
-- The writer takes the write lock at once, so that a foreign lock is met here and not half-way.
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: probe
-- The smallest real write: shows whether the cause of a fault is gone.
UPDATE store_probe SET counter = counter + 1;

-- name: insert_stream
INSERT INTO streams (stream, kind, org_id, epoch, open, created_at_ms) VALUES (?, ?, ?, ?, ?, ?);

-- name: close_stream
UPDATE streams SET open = 0 WHERE stream = ?;

-- name: stream_position
-- Number and last seq of one stream; the last seq is derived from the log, never kept beside it.
SELECT no, (SELECT coalesce(max(seq), 0) FROM events WHERE stream_no = streams.no) FROM streams WHERE stream = ?;

-- name: insert_event
-- Written many rows at a time: each step of a statement gives up the interpreter lock once.
INSERT INTO events (stream_no, seq, name, event_id, occurred_at_ms, recorded_at_ms, actor, payload, result, checksum)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: insert_chunk
-- A chunk of many players has no player of its own.
INSERT INTO sample_chunks (stream_no, player_no, first_ms, last_ms, body, checksum) VALUES (?, ?, ?, ?, ?, ?);

-- name: insert_sample_player
-- Numbers count from 0 within the stream.
INSERT INTO sample_players (stream_no, no, player_id) VALUES (?, ?, ?);

-- name: sample_players
-- Who has samples in a stream, by number.
SELECT player_id FROM sample_players WHERE stream_no = ? ORDER BY no;

-- name: save_snapshot
INSERT INTO snapshots (stream_no, seq, version, state, checksum) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (stream_no) DO UPDATE
SET seq = excluded.seq, version = excluded.version, state = excluded.state, checksum = excluded.checksum;

-- name: snapshot
SELECT seq, version, state, checksum FROM snapshots WHERE stream_no = ?;

-- name: heads
-- All streams in order of creation; null parameters do not filter.
SELECT stream, kind, org_id, epoch, created_at_ms,
       (SELECT coalesce(max(seq), 0) FROM events WHERE stream_no = streams.no), open
FROM streams
WHERE (:kind IS NULL OR kind = :kind) AND (:open_only = 0 OR open = 1)
ORDER BY no;

-- name: head
SELECT stream, kind, org_id, epoch, created_at_ms,
       (SELECT coalesce(max(seq), 0) FROM events WHERE stream_no = streams.no), open
FROM streams WHERE stream = ?;

-- name: events_page
-- One page of a stream's log, so that no read transaction stays open while events are handled.
SELECT seq, name, event_id, occurred_at_ms, recorded_at_ms, actor, payload, result, checksum
FROM events WHERE stream_no = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?;

-- name: event_by_id
SELECT seq, name, event_id, occurred_at_ms, recorded_at_ms, actor, payload, result, checksum
FROM events WHERE event_id = ? AND stream_no = ?;

-- name: event_ids_page
SELECT event_id, seq FROM events WHERE stream_no = ? AND seq > ? AND event_id IS NOT NULL ORDER BY seq LIMIT ?;

-- name: chunks
-- The chunks in which a player may have samples of a span of time, in order of arrival: what is settled came first.
SELECT body, checksum FROM sample_chunks
WHERE stream_no = ? AND (player_no IS NULL OR player_no = ?) AND last_ms >= ? AND first_ms < ?
ORDER BY settled DESC, position;

-- name: chunks_page
-- One page of all chunks of an open stream, in order of arrival: read on from the last position, nothing comes twice.
SELECT position, body, checksum FROM sample_chunks WHERE stream_no = ? AND position > ? ORDER BY position LIMIT ?;

-- name: stream_to_settle
-- A closed stream that still has chunks as they arrived.
SELECT no FROM streams
WHERE open = 0 AND EXISTS (SELECT 1 FROM sample_chunks WHERE stream_no = streams.no AND settled = 0) LIMIT 1;

-- name: last_chunk
SELECT max(position) FROM sample_chunks WHERE stream_no = ?;

-- name: remove_chunks
-- What stood in a stream before it was settled.
DELETE FROM sample_chunks WHERE stream_no = ? AND position <= ?;

-- name: insert_settled_chunk
INSERT INTO sample_chunks (stream_no, player_no, settled, first_ms, last_ms, body, checksum)
VALUES (?, ?, 1, ?, ?, ?, ?);
