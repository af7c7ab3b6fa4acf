import { Problem } from '../http/problem.ts';
import type { Collection, Collections } from './schema/collection.ts';
import { isAnyPrivate } from './schema/collections.ts';
import { callD1 } from './store/d1-call.ts';
import { columnOf, nameOf } from './tables/names.ts';
import { PRESENT_SCHEMA } from './tables/present.ts';

export interface Version {
  id: string;
  tag: string;
  timestamp: string;
}

/**
 * `GET /health.json`: whether this version can serve, that is, whether the database has the tables it needs. One round
 * trip reads the schema of the database and no documents.
 *
 * @throws Problem 503 with the version and the reason
 */
export async function getHealth(
  database: Pick<D1Database, 'prepare' | 'batch'>,
  collections: Collections,
  { id, tag, timestamp }: Version,
): Promise<Response> {
  const extensions = { version: id };
  const lacking = await lackingIn(database, collections).catch((error: unknown) => {
    const cause = error instanceof Problem ? error.cause : error;
    throw new Problem('database-unavailable', 'The database cannot be read.', { cause, extensions });
  });
  if (lacking !== null) {
    throw new Problem('database-unavailable', `The database lacks ${lacking}; run \`npm run sync\`.`, {
      extensions,
    });
  }
  return Response.json({ status: 'ok', database: 'ok', version: id, tag, deployed: timestamp });
}

/** The first part that the collections need and the database lacks, or `null`. */
async function lackingIn(
  database: Pick<D1Database, 'prepare' | 'batch'>,
  collections: Collections,
): Promise<string | null> {
  const statements = [
    database.prepare('SELECT name, changes_from AS changesFrom FROM _collections'),
    database.prepare('SELECT name FROM sqlite_schema'),
    database.prepare(PRESENT_SCHEMA.columns),
  ];
  const [rows, names, columns] = await callD1(
    () => database.batch<{ name: string; table: string; changesFrom: number | null }>(statements),
    true,
  );
  const registered = new Set(rows?.results.map(({ name }) => name));
  const recorded = new Set(
    rows?.results.filter(({ changesFrom }) => changesFrom !== null).map(({ name }) => name),
  );
  const present = new Set(names?.results.map(({ name }) => name));
  const stored = new Set(columns?.results.map(({ table, name }) => nameOf(table, name)));
  for (const collection of Object.values(collections)) {
    const needed = [
      { what: `the table of ${collection.name}`, isThere: present.has(collection.name) },
      { what: `the row of ${collection.name} in _collections`, isThere: registered.has(collection.name) },
      ...columnsOf(collection, stored),
      ...searchOf(collection, present),
      ...changesOf(collection, recorded),
    ];
    const lacking = needed.find(({ isThere }) => !isThere);
    // Everyone reads this response, so it does not name a private collection.
    if (lacking) return isAnyPrivate([collection]) ? 'a part of a private collection' : lacking.what;
  }
  return null;
}

function columnsOf({ name, columns }: Collection, stored: ReadonlySet<string>) {
  return columns.map((path) => ({
    what: `the column ${path.join('.')} of ${name}`,
    isThere: stored.has(nameOf(name, columnOf(path))),
  }));
}

function searchOf({ name, search }: Collection, present: ReadonlySet<string>) {
  return search === false
    ? []
    : [{ what: `the search index of ${name}`, isThere: present.has(nameOf(name, 'search')) }];
}

function changesOf({ name, changes }: Collection, recorded: ReadonlySet<string>) {
  return changes ? [{ what: `the record of changes of ${name}`, isThere: recorded.has(name) }] : [];
}
