-- The documents of all collections, in one table. Triggers maintain versions, counts and the search index, also for
-- SQL that is written by hand.

CREATE TABLE collections (
  name      TEXT PRIMARY KEY,
  -- Every write to the collection raises it. Entity tags contain it.
  version   INTEGER NOT NULL DEFAULT 0,
  -- Time of the last write, in milliseconds since 1970. It keeps tags unique after the database is restored.
  modified  INTEGER NOT NULL DEFAULT 0,
  documents INTEGER NOT NULL DEFAULT 0 CHECK (documents >= 0),
  -- The greatest whole number that was ever an id. Ids are never reused.
  last_id   INTEGER NOT NULL DEFAULT 0,
  -- One trigram that identifies the collection in the search index.
  scope     TEXT NOT NULL UNIQUE CHECK (length(scope) = 3)
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
  -- The order of insertion, which is the default order of lists.
  seq        INTEGER PRIMARY KEY,
  collection TEXT NOT NULL CHECK (collection <> ''),
  -- The id as text. The body has it as a string or a number.
  id         TEXT NOT NULL CHECK (id <> ''),
  body       TEXT NOT NULL CHECK (
    json_valid(body) AND json_type(body) = 'object' AND body GLOB '{*}'
    AND json_type(body, '$.id') IN ('text', 'integer')
    AND CAST(json_extract(body, '$.id') AS TEXT) = id
  ),
  -- The collection's version and time at the last change of this document. Triggers set them.
  version    INTEGER NOT NULL DEFAULT 0,
  modified   INTEGER NOT NULL DEFAULT 0,
  UNIQUE (collection, id)
) STRICT;

CREATE INDEX documents_in_order ON documents (collection);

-- The values of each document, separated, for substring search within one collection.
CREATE VIRTUAL TABLE search USING fts5 (
  scope, text, content = '', contentless_delete = 1, tokenize = 'trigram'
);

CREATE VIEW searchable (seq, scope, text) AS
SELECT d.seq, c.scope, (
  -- SQLite writes fractions with at most 15 digits.
  SELECT group_concat(CASE leaf.type WHEN 'true' THEN 'true' ELSE leaf.atom END, char(31))
  FROM json_tree(d.body) AS leaf
  WHERE leaf.type IN ('text', 'integer', 'real', 'true') AND leaf.atom NOT IN ('', 0)
)
FROM documents AS d JOIN collections AS c ON c.name = d.collection;

-- INSERT OR REPLACE would delete a row without firing its delete trigger.
CREATE TRIGGER documents_are_not_replaced BEFORE INSERT ON documents
WHEN EXISTS (SELECT 1 FROM documents WHERE collection = new.collection AND id = new.id)
BEGIN
  SELECT RAISE(ABORT, 'a document with this id exists; update it');
END;

CREATE TRIGGER documents_inserted AFTER INSERT ON documents
BEGIN
  INSERT INTO collections (name, version, modified, documents, scope)
  SELECT new.collection, 1, CAST(unixepoch('subsec') * 1000 AS INTEGER), 1, printf('%03x', count(*)) FROM collections
  WHERE TRUE
  ON CONFLICT (name) DO UPDATE SET
    version = version + 1, modified = excluded.modified, documents = documents + 1;
  UPDATE collections SET last_id = max(last_id, CAST(new.id AS INTEGER))
  WHERE name = new.collection AND new.id NOT GLOB '*[^0-9]*' AND length(new.id) <= 16
    AND CAST(new.id AS INTEGER) <= 9007199254740991;
  UPDATE documents SET (version, modified) = (SELECT version, modified FROM collections WHERE name = new.collection)
  WHERE seq = new.seq;
  INSERT INTO search (rowid, scope, text) SELECT seq, scope, text FROM searchable WHERE seq = new.seq;
END;

CREATE TRIGGER documents_changed AFTER UPDATE OF body ON documents
BEGIN
  UPDATE collections SET version = version + 1, modified = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE name = new.collection;
  UPDATE documents SET (version, modified) = (SELECT version, modified FROM collections WHERE name = new.collection)
  WHERE seq = new.seq;
  DELETE FROM search WHERE rowid = new.seq;
  INSERT INTO search (rowid, scope, text) SELECT seq, scope, text FROM searchable WHERE seq = new.seq;
END;

CREATE TRIGGER documents_deleted AFTER DELETE ON documents
BEGIN
  UPDATE collections SET
    version = version + 1, modified = CAST(unixepoch('subsec') * 1000 AS INTEGER), documents = documents - 1
  WHERE name = old.collection;
  DELETE FROM search WHERE rowid = old.seq;
END;

CREATE TRIGGER documents_keep_identity BEFORE UPDATE OF seq, collection, id ON documents
WHEN new.seq IS NOT old.seq OR new.collection IS NOT old.collection OR new.id IS NOT old.id
BEGIN
  SELECT RAISE(ABORT, 'a document keeps its collection and its id');
END;

-- The first result of each POST with an Idempotency-Key, kept for a day.
CREATE TABLE idempotent_results (
  collection  TEXT NOT NULL,
  key         TEXT NOT NULL,
  -- SHA-256 of the request body, in hexadecimal.
  fingerprint TEXT NOT NULL,
  id          TEXT NOT NULL,
  body        TEXT NOT NULL,
  version     INTEGER NOT NULL,
  modified    INTEGER NOT NULL,
  created     INTEGER NOT NULL,
  PRIMARY KEY (collection, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotent_results_by_age ON idempotent_results (created);
