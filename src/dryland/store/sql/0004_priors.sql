-- What former sessions and imported logs tell of a player before the next session.

-- One body of a kind for each player, in the form of the workout's machine; recomputable from facts and imported sets.
CREATE TABLE player_priors (
    player_id TEXT NOT NULL REFERENCES players (id),
    kind TEXT NOT NULL,
    body BLOB NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    PRIMARY KEY (player_id, kind)
);

-- Sets that were done before or outside Dryland, as another app exported them; the id is made from what the row says.
CREATE TABLE lifted_sets (
    player_id TEXT NOT NULL REFERENCES players (id),
    set_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (player_id, set_id)
);
CREATE INDEX lifted_sets_by_time ON lifted_sets (player_id, at_ms);
