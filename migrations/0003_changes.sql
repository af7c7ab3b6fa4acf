-- The version before the first change that `GET /api/{collection}/changes` lists; NULL without `changes: true`.
ALTER TABLE _collections ADD COLUMN changes_from INTEGER;

-- The deletions of collections with `changes: true`. The triggers of their tables record them.
CREATE TABLE _deletions (
  collection TEXT NOT NULL,
  -- The version of the collection after the deletion.
  version    INTEGER NOT NULL,
  id         ANY NOT NULL,
  PRIMARY KEY (collection, version)
) STRICT, WITHOUT ROWID;
