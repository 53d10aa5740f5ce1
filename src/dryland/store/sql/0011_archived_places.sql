-- Rooms and items that are no longer used: kept, so that what was done with them keeps its names.
ALTER TABLE facilities ADD COLUMN archived_at_ms INTEGER;
ALTER TABLE equipment ADD COLUMN archived_at_ms INTEGER;
