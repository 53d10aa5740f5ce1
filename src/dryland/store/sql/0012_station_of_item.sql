-- The machine or rack that a station or a device belongs to: who speaks there, uses it.
ALTER TABLE tokens ADD COLUMN item_id TEXT REFERENCES equipment (id);
