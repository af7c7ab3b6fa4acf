import { tableOf } from '../../../src/lib/documents/tables/definition/collection-table.ts';
import { identifier, literal, nameOf } from '../../../src/lib/documents/tables/definition/identifiers.ts';
import type {
  Change,
  TableDefinition,
} from '../../../src/lib/documents/tables/definition/table-definition.ts';
import { PRESENT_SCHEMA, type PresentSchema } from '../../../src/lib/documents/tables/present-schema.ts';
import { changesOf, expansionOf } from '../../../src/lib/documents/tables/sync/planned-changes.ts';
import { repairStatements } from '../../../src/lib/documents/tables/sync/repair-statements.ts';
import type { Target } from '../target.ts';
import { change, MIGRATION_ADVICE, query } from './database.ts';

/** The schema of a database without tables. */
export const EMPTY_SCHEMA: PresentSchema = { parts: [], columns: [], collections: [] };

/** The tables that `src/collections.ts` declares. */
export async function declaredTables(): Promise<TableDefinition[]> {
  // A dynamic import lets `runCommand` report a mistake in the owner's file.
  const { collections } = await import('../../../src/collections.ts');
  return Object.values(collections).map(tableOf);
}

/** @throws Error when the database is not migrated */
export async function presentSchema(target: Target): Promise<PresentSchema> {
  const [present] = await presentSchemaAnd(target, []).catch(explain);
  return present;
}

/** The schema, and the rows of more queries in the same round trip. */
export async function presentSchemaAnd<Row>(
  target: Target,
  statements: readonly string[],
): Promise<[PresentSchema, ...Row[][]]> {
  const names = Object.keys(PRESENT_SCHEMA) as (keyof PresentSchema)[];
  const lists = await query<Row>(target, [...names.map((name) => PRESENT_SCHEMA[name]), ...statements]);
  const entries = names.map((name, i) => [name, lists[i]]);
  return [Object.fromEntries(entries) as unknown as PresentSchema, ...lists.slice(names.length)];
}

function explain(error: unknown): never {
  if (!/no such (table: _collections|column: changes_from)/.test(String(error))) throw error;
  throw new Error(`The database is not migrated. ${MIGRATION_ADVICE}`);
}

/** The changes that make the tables fit `src/collections.ts`. */
export async function plannedChanges(target: Target): Promise<Change[]> {
  return changesOf(await declaredTables(), await presentSchema(target));
}

/**
 * Makes the tables fit `src/collections.ts`.
 *
 * @returns what has changed
 */
export async function sync(target: Target): Promise<string[]> {
  return makeChanges(target, await plannedChanges(target));
}

/**
 * Adds what `src/collections.ts` declares and drops nothing, so that the deployed version still works.
 *
 * @returns what has changed
 */
export async function expand(target: Target): Promise<string[]> {
  return makeChanges(target, expansionOf(await declaredTables(), await presentSchema(target)));
}

/**
 * Computes the columns and counts of all tables again: a version that does not know a column writes rows without it.
 *
 * @returns what was computed
 */
export async function repair(target: Target): Promise<string[]> {
  const present = await presentSchema(target);
  const declared = (await declaredTables()).filter(({ collection }) =>
    present.collections.some(({ name }) => name === collection),
  );
  const changes = declared.map((definition) => ({
    what: `${definition.collection}: repair the columns and counts`,
    statements: repairStatements(definition),
  }));
  return makeChanges(target, changes);
}

/**
 * @returns what has changed
 * @throws Error that names the documents that make a change impossible
 */
export async function makeChanges(target: Target, changes: readonly Change[]): Promise<string[]> {
  await expectPossible(target, changes);
  await change(
    target,
    changes.flatMap(({ statements }) => statements),
  );
  return changes.map(({ what }) => what);
}

async function expectPossible(target: Target, changes: readonly Change[]): Promise<void> {
  const refusals = changes.flatMap(({ what, refusal }) =>
    refusal === undefined ? [] : [{ what, ...refusal }],
  );
  if (refusals.length === 0) return;
  const lists = await query<{ id: string | number }>(
    target,
    refusals.map(({ select }) => select),
  );
  const messages = refusals.flatMap(({ what, why }, i) => {
    const ids = (lists[i] ?? []).map(({ id }) => JSON.stringify(id));
    return ids.length === 0 ? [] : [`Not possible: ${what}; ${why}. Documents with more: ${ids.join(', ')}`];
  });
  if (messages.length > 0) throw new Error(messages.join('\n'));
}

/** Changes in one line, for a step of a command; `undefined` without any. */
export function summaryOf(changes: readonly string[]): string | undefined {
  const [only] = changes;
  return changes.length > 1 ? `${changes.length} changes` : only;
}

/** @returns the number of documents of a collection that the database has and `src/collections.ts` does not declare */
export async function undeclaredDocuments(target: Target, name: string): Promise<number> {
  const declared = await declaredTables();
  if (declared.some(({ collection }) => collection === name)) {
    throw new Error(`${name} is declared in src/collections.ts; remove it there first.`);
  }
  const { collections } = await presentSchema(target);
  const row = collections.find((one) => one.name === name);
  if (row === undefined) throw new Error(`The database has no collection "${name}".`);
  return row.documents;
}

/** Deletes the tables of a collection with its documents. */
export async function dropTable(target: Target, name: string): Promise<void> {
  await change(target, [
    `DROP TABLE IF EXISTS ${identifier(nameOf(name, 'search'))}`,
    `DROP TABLE IF EXISTS ${identifier(name)}`,
    `DELETE FROM _deletions WHERE collection = ${literal(name)}`,
    `DELETE FROM _idempotent_results WHERE collection = ${literal(name)}`,
    `DELETE FROM _collections WHERE name = ${literal(name)}`,
  ]);
}
