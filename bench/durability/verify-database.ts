import type { Entry, Ledger, LostPost } from './ledger.ts';
import type { Write } from './writer.ts';

interface Row {
  seq: number;
  id: number;
  title: string;
  year: number;
  userId: number;
}

/** Entity tags to compare per writer. */
const COMPARED = 5;

/**
 * Compares a database that was opened after a kill with the ledgers of the writers. Updates the ledgers by the writes
 * whose responses were lost.
 *
 * @returns the faults
 */
export async function verify(
  database: D1Database,
  write: Write,
  ledgers: readonly Ledger[],
): Promise<string[]> {
  const before = await pictures(database);
  const faults = [
    ...ledgers.flatMap(({ lost }) => lost.flatMap((post) => halfApplied(post, before))),
    ...ledgers.flatMap(({ entries }) => entries.flatMap((entry) => settle(entry, before))),
    ...ledgers.flatMap(({ unexpected }) => unexpected.splice(0)),
  ];
  for (const ledger of ledgers) faults.push(...(await compareTags(ledger, write)));
  for (const ledger of ledgers) await repeatLost(ledger, before, write);
  const after = await pictures(database);
  const known = new Set(ledgers.flatMap(({ entries }) => entries.map(({ title }) => title)));
  for (const title of after.keys()) if (!known.has(title)) faults.push(`no writer wrote ${title}`);
  return [...faults, ...(await inconsistencies(database, after))];
}

async function pictures(database: D1Database): Promise<Map<string, Row>> {
  const { results } = await database
    .prepare(
      `SELECT seq, id, body ->> 'title' AS title, body ->> 'year' AS year, body ->> 'userId' AS userId FROM pictures`,
    )
    .all<Row>();
  const rows = new Map(results.map((row) => [row.title, row]));
  if (rows.size !== results.length) throw new Error('A document was created twice.');
  return rows;
}

/** Returns a fault if only a part of a lost POST is stored. */
function halfApplied({ titles }: LostPost, rows: Map<string, Row>): string[] {
  const stored = titles.filter((title) => rows.has(title)).length;
  return stored === 0 || stored === titles.length ? [] : [`${stored} of ${titles.length} of a bulk POST`];
}

/** Compares an entry with its row, and sets the entry to what the row has. */
function settle(entry: Entry, rows: Map<string, Row>): string[] {
  const { id, title, values, isDeleted } = entry;
  const row = rows.get(title);
  if (row === undefined) {
    entry.isDeleted = 'yes';
    return isDeleted === 'no' ? [`${id} was acknowledged and is lost`] : [];
  }
  if (isDeleted === 'yes') return [`${id} was deleted and is back`];
  entry.isDeleted = 'no';
  entry.id = row.id;
  entry.values = [row.year];
  if (row.year !== row.userId) return [`${id} is half applied: ${row.year}, ${row.userId}`];
  return values.includes(row.year) ? [] : [`${id} has ${row.year} instead of ${values}`];
}

async function compareTags({ entries }: Ledger, write: Write): Promise<string[]> {
  const faults: string[] = [];
  for (const { id, etag } of entries.filter((entry) => entry.isDeleted === 'no').slice(-COMPARED)) {
    const found = (await write('GET', `/api/pictures/${id}`)).headers.get('etag');
    if (etag !== null && etag !== found) faults.push(`${id} has the tag ${found} instead of ${etag}`);
  }
  return faults;
}

/** Repeats lost POSTs with their keys. Each document then exists once, whether its first POST was stored or not. */
async function repeatLost(ledger: Ledger, before: Map<string, Row>, write: Write): Promise<void> {
  for (const { titles, key, body } of ledger.lost) {
    if (key !== '') await (await write('POST', '/api/pictures', body, key)).arrayBuffer();
    const rows = titles.flatMap((title) => before.get(title) ?? []);
    const created = key === '' ? rows : titles.map((title) => ({ title, ...before.get(title) }));
    for (const { title, id = 0, year } of created) {
      ledger.entries.push({
        id,
        title: title ?? '',
        values: year === undefined ? [(body as { year: number }).year] : [year],
        etag: null,
        // The next comparison finds the id of a repeated POST.
        isDeleted: id === 0 ? 'maybe' : 'no',
      });
    }
  }
  ledger.lost = [];
}

/** Returns faults of counters, versions, columns and the search table. */
async function inconsistencies(database: D1Database, rows: Map<string, Row>): Promise<string[]> {
  const checks: Record<string, string> = {
    'the counter of documents': `SELECT (SELECT count(*) FROM pictures) <> (SELECT documents FROM _collections WHERE name = 'pictures')`,
    'the greatest id': `SELECT (SELECT max(id) FROM pictures) > (SELECT last_id FROM _collections WHERE name = 'pictures')`,
    'a version of the future': `SELECT max(version) > (SELECT version FROM _collections WHERE name = 'pictures') FROM pictures`,
    'an absent version': `SELECT min(version) = 0 FROM pictures`,
    'a column': `SELECT count(*) > 0 FROM pictures WHERE "$.year" IS NOT body ->> 'year' OR "$.title" IS NOT body ->> 'title' OR "$.userId" IS NOT body ->> 'userId'`,
    'the number of searchable documents': `SELECT (SELECT count(*) FROM "pictures:search_docsize") <> (SELECT count(*) FROM pictures)`,
  };
  const statements = Object.values(checks).map((sql) => database.prepare(sql));
  const results = await database.batch<Record<string, number>>(statements);
  const faults = Object.keys(checks).filter((_, i) => Object.values(results[i]?.results[0] ?? {})[0] === 1);
  await database
    .prepare(`INSERT INTO "pictures:search" ("pictures:search") VALUES ('integrity-check')`)
    .run();
  return [...faults, ...(await searchFaults(database, [...rows.values()].slice(-100)))];
}

/** Returns a fault for each document that a search by its title and present number does not find alone. */
async function searchFaults(database: D1Database, rows: readonly Row[]): Promise<string[]> {
  const search = database.prepare(`SELECT rowid FROM "pictures:search" WHERE text MATCH ?1`);
  const found = await database.batch<{ rowid: number }>(
    rows.map(({ title, year }) => search.bind(`"${title}" AND "${year}"`)),
  );
  return rows.flatMap(({ seq, id }, i) => {
    const ids = found[i]?.results.map(({ rowid }) => rowid) ?? [];
    return ids.length === 1 && ids[0] === seq ? [] : [`${id} is found as ${ids} instead of ${seq}`];
  });
}
