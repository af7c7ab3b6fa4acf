import { changesOf } from '../../src/lib/documents/tables/changes.ts';
import { identifier, literal, nameOf } from '../../src/lib/documents/tables/names.ts';
import { PRESENT_SCHEMA, type PresentSchema } from '../../src/lib/documents/tables/present.ts';
import { tableOf } from '../../src/lib/documents/tables/table.ts';
import type { Change } from '../../src/lib/documents/tables/table-definition.ts';
import { change, type DatabaseLocation, query } from './database.ts';

/** The changes that make the tables fit `src/collections.ts`. */
export async function plannedChanges(location: DatabaseLocation): Promise<Change[]> {
  // A dynamic import lets `runCommand` report a mistake in the owner's file.
  const { collections } = await import('../../src/collections.ts');
  const names = Object.keys(PRESENT_SCHEMA) as (keyof PresentSchema)[];
  const statements = names.map((name) => PRESENT_SCHEMA[name]);
  const lists = await query(location, statements).catch(explain);
  const present = Object.fromEntries(names.map((name, i) => [name, lists[i]])) as unknown as PresentSchema;
  const changes = changesOf(Object.values(collections).map(tableOf), present);
  await expectPossible(location, changes);
  return changes;
}

/** @throws Error naming the documents that make a change impossible */
async function expectPossible(location: DatabaseLocation, changes: readonly Change[]): Promise<void> {
  const refusals = changes.flatMap(({ what, refusal }) =>
    refusal === undefined ? [] : [{ what, ...refusal }],
  );
  if (refusals.length === 0) return;
  const lists = await query<{ id: string | number }>(
    location,
    refusals.map(({ select }) => select),
  );
  const messages = refusals.flatMap(({ what, why }, i) => {
    const ids = (lists[i] ?? []).map(({ id }) => JSON.stringify(id));
    return ids.length === 0 ? [] : [`Not possible: ${what}; ${why}. Documents with more: ${ids.join(', ')}`];
  });
  if (messages.length > 0) throw new Error(messages.join('\n'));
}

function explain(error: unknown): never {
  if (!/no such (table: _collections|column: changes_from)/.test(String(error))) throw error;
  throw new Error(
    'The database is not migrated. Run `npx wrangler d1 migrations apply DB --local`, or with `--remote`.',
  );
}

/**
 * Makes the tables fit `src/collections.ts`.
 *
 * @returns what has changed
 */
export async function sync(location: DatabaseLocation): Promise<string[]> {
  const changes = await plannedChanges(location);
  await change(
    location,
    changes.flatMap(({ statements }) => statements),
  );
  return changes.map(({ what }) => what);
}

/** Changes in one line, for a step of a command; `undefined` without any. */
export function summaryOf(changes: readonly string[]): string | undefined {
  const [only] = changes;
  return changes.length > 1 ? `${changes.length} changes` : only;
}

/**
 * Deletes the table of a collection that `src/collections.ts` does not declare, with its documents.
 *
 * @throws Error for a declared or unknown collection
 */
export async function dropTable(location: DatabaseLocation, name: string): Promise<string> {
  const { collections } = await import('../../src/collections.ts');
  if (Object.hasOwn(collections, name)) {
    throw new Error(`${name} is declared in src/collections.ts; remove it there first.`);
  }
  const [found = []] = await query<{ name: string; documents: number }>(location, [
    'SELECT name, documents FROM _collections',
  ]);
  const row = found.find((one) => one.name === name);
  if (row === undefined) throw new Error(`The database has no collection "${name}".`);
  await change(location, [
    `DROP TABLE IF EXISTS ${identifier(nameOf(name, 'search'))}`,
    `DROP TABLE IF EXISTS ${identifier(name)}`,
    `DELETE FROM _deletions WHERE collection = ${literal(name)}`,
    `DELETE FROM _idempotent_results WHERE collection = ${literal(name)}`,
    `DELETE FROM _collections WHERE name = ${literal(name)}`,
  ]);
  return `${name}: deleted ${row.documents} documents`;
}
