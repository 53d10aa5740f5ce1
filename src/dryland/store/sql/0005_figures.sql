-- What each player did in a session that is over, in figures, so that weeks can be compared without reading every log.
-- Recomputable from facts and samples.
CREATE TABLE player_figures (
    session_id TEXT NOT NULL,
    player_id TEXT NOT NULL,
    org_id TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    workout_type TEXT NOT NULL,
    minutes FLOAT NOT NULL,
    steps_done INTEGER NOT NULL,
    steps_planned INTEGER NOT NULL,
    trimp FLOAT,
    energy_kcal FLOAT,
    tonnage_kg FLOAT,
    completeness_pct FLOAT,
    compliance_pct FLOAT,
    PRIMARY KEY (session_id, player_id)
);
CREATE INDEX player_figures_by_time ON player_figures (org_id, started_at_ms);
