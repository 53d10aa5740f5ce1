-- How far a session's machines of one kind read above what its players' hearts say, %, and how many machines those were.
ALTER TABLE equipment_uses ADD COLUMN residual_pct FLOAT;
ALTER TABLE equipment_uses ADD COLUMN machines INTEGER NOT NULL DEFAULT 1;
