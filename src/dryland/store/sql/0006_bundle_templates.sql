-- Bundles as they are made again and again: which sessions with which plans, places and gear, how players are spread.
CREATE TABLE bundle_templates (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    body BLOB NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX bundle_templates_by_org ON bundle_templates (org_id, name);
