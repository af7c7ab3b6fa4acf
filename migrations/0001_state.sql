-- The state of all collections. `npm run sync` creates the table of each collection, with triggers that maintain its row
-- here, also for SQL that is written by hand.
CREATE TABLE _collections (
  name      TEXT PRIMARY KEY,
  -- Every write to the collection raises it. Entity tags contain it.
  version   INTEGER NOT NULL DEFAULT 0,
  -- Time of the last write, in milliseconds since 1970. It keeps tags unique after the database is restored.
  modified  INTEGER NOT NULL DEFAULT 0,
  documents INTEGER NOT NULL DEFAULT 0 CHECK (documents >= 0),
  -- Bytes of the largest document that was ever stored. It bounds the bytes of a list before it is read.
  largest   INTEGER NOT NULL DEFAULT 0,
  -- The greatest whole number that was ever an id. Ids are never reused.
  last_id   INTEGER NOT NULL DEFAULT 0,
  -- The JSON Schema and the searched fields at the last sync, by which a sync detects a changed definition.
  schema    TEXT NOT NULL,
  search    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The first result of each POST with an Idempotency-Key, stored for a day: one row per document that it created.
CREATE TABLE _idempotent_results (
  collection  TEXT NOT NULL,
  key         TEXT NOT NULL,
  -- The order of the documents.
  seq         INTEGER NOT NULL,
  -- SHA-256 of the request body, in hexadecimal.
  fingerprint TEXT NOT NULL,
  id          ANY NOT NULL,
  body        TEXT NOT NULL,
  version     INTEGER NOT NULL,
  modified    INTEGER NOT NULL,
  created     INTEGER NOT NULL,
  PRIMARY KEY (collection, key, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX _idempotent_results_by_age ON _idempotent_results (created);
