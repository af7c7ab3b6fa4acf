/**
 * The tables of `migrations/` with the columns that this version reads or writes. A unit test compares them with the
 * SQL of the migrations.
 */
export const STATE_TABLES: Readonly<Record<string, readonly string[]>> = {
  _collections: [
    'name',
    'version',
    'modified',
    'documents',
    'largest',
    'last_id',
    'schema',
    'search',
    'changes_from',
  ],
  _idempotent_results: [
    'collection',
    'key',
    'seq',
    'fingerprint',
    'id',
    'body',
    'version',
    'modified',
    'created',
  ],
  _tokens: ['hash', 'name', 'scopes', 'created', 'expires', 'last_used'],
  _deletions: ['collection', 'version', 'id'],
};

/** The indexes of `migrations/`. */
export const STATE_INDEXES: readonly string[] = ['_idempotent_results_by_age'];

/** The table in which wrangler keeps the names of the applied migrations, unless `migrations_table` names another. */
export const MIGRATIONS_TABLE = 'd1_migrations';
