-- The tokens that `npm run token` creates. The token itself is stored nowhere.
CREATE TABLE _tokens (
  -- SHA-256 of the token, in hexadecimal. As the key of the table, it makes a lookup one row.
  hash      TEXT PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,
  -- A JSON array, such as ["users:write", "*:read"].
  scopes    TEXT NOT NULL CHECK (json_valid(scopes)),
  -- Times are milliseconds since 1970.
  created   INTEGER NOT NULL,
  expires   INTEGER,
  -- Written at most once per minute.
  last_used INTEGER
) STRICT, WITHOUT ROWID;
