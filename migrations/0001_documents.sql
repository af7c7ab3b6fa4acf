-- Every collection's documents in one table. Triggers keep versions, counts and the search index right whoever writes.

CREATE TABLE collections (
  name      TEXT PRIMARY KEY,
  -- Raised by every write to the collection; entity tags come from it.
  version   INTEGER NOT NULL DEFAULT 0,
  -- When it was last raised, in milliseconds. With it, tags stay unique when the database is restored to a former state.
  modified  INTEGER NOT NULL DEFAULT 0,
  documents INTEGER NOT NULL DEFAULT 0 CHECK (documents >= 0),
  -- The greatest whole number that was ever an id: ids are not used twice.
  last_id   INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
  -- The order of insertion, which is the order of a list that asks for no other.
  seq        INTEGER PRIMARY KEY,
  collection TEXT NOT NULL CHECK (collection <> ''),
  -- The document's id as text; the body has it as a string or a number.
  id         TEXT NOT NULL CHECK (id <> ''),
  body       TEXT NOT NULL CHECK (
    json_valid(body) AND json_type(body) = 'object'
    AND json_type(body, '$.id') IN ('text', 'integer')
    AND CAST(json_extract(body, '$.id') AS TEXT) = id
  ),
  -- The collection's version and time as this document was last changed; set by the triggers.
  version    INTEGER NOT NULL DEFAULT 0,
  modified   INTEGER NOT NULL DEFAULT 0,
  UNIQUE (collection, id)
) STRICT;

CREATE INDEX documents_in_order ON documents (collection);

-- The values of each document, one after the other, for the search of substrings.
CREATE VIRTUAL TABLE search USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'trigram'
);

CREATE VIEW searchable (seq, text) AS
SELECT d.seq, (
  SELECT group_concat(
    CASE leaf.type
      WHEN 'text' THEN leaf.atom
      WHEN 'true' THEN 'true'
      -- The number as it is written in the body.
      ELSE coalesce(d.body -> leaf.fullkey, leaf.atom)
    END, char(31))
  FROM json_tree(d.body) AS leaf
  WHERE leaf.type IN ('text', 'integer', 'real', 'true') AND leaf.atom NOT IN ('', 0)
)
FROM documents AS d;

CREATE TRIGGER documents_inserted AFTER INSERT ON documents
BEGIN
  INSERT INTO collections (name, version, modified, documents, last_id)
  VALUES (new.collection, 1, CAST(unixepoch('subsec') * 1000 AS INTEGER), 1, 0)
  ON CONFLICT (name) DO UPDATE SET
    version = version + 1, modified = excluded.modified, documents = documents + 1;
  UPDATE collections SET last_id = max(last_id, CAST(new.id AS INTEGER))
  WHERE name = new.collection AND new.id NOT GLOB '*[^0-9]*' AND length(new.id) <= 15;
  UPDATE documents SET (version, modified) = (SELECT version, modified FROM collections WHERE name = new.collection)
  WHERE seq = new.seq;
  INSERT INTO search (rowid, text) SELECT seq, text FROM searchable WHERE seq = new.seq;
END;

CREATE TRIGGER documents_changed AFTER UPDATE OF body ON documents
BEGIN
  UPDATE collections SET version = version + 1, modified = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE name = new.collection;
  UPDATE documents SET (version, modified) = (SELECT version, modified FROM collections WHERE name = new.collection)
  WHERE seq = new.seq;
  DELETE FROM search WHERE rowid = new.seq;
  INSERT INTO search (rowid, text) SELECT seq, text FROM searchable WHERE seq = new.seq;
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

-- The first result of each POST that carried an Idempotency-Key, for a day.
CREATE TABLE idempotent_results (
  collection  TEXT NOT NULL,
  key         TEXT NOT NULL,
  -- SHA-256 of the request's body, in hexadecimal.
  fingerprint TEXT NOT NULL,
  id          TEXT NOT NULL,
  body        TEXT NOT NULL,
  version     INTEGER NOT NULL,
  modified    INTEGER NOT NULL,
  created     INTEGER NOT NULL,
  PRIMARY KEY (collection, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotent_results_by_age ON idempotent_results (created);
