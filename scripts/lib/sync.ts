import { changesOf } from '../../src/lib/documents/tables/changes.ts';
import { PRESENT_SCHEMA, type PresentSchema } from '../../src/lib/documents/tables/present.ts';
import { tableOf } from '../../src/lib/documents/tables/table.ts';
import type { Change } from '../../src/lib/documents/tables/table-definition.ts';
import { change, type DatabaseLocation, query } from './database.ts';

/** The changes that make the tables fit `src/collections.ts`. */
export async function plannedChanges(location: DatabaseLocation): Promise<Change[]> {
  // A dynamic import lets `runCommand` report a mistake in the owner's file.
  const { collections } = await import('../../src/collections.ts');
  const names = Object.keys(PRESENT_SCHEMA) as (keyof PresentSchema)[];
  const lists = await query(
    location,
    names.map((name) => PRESENT_SCHEMA[name]),
  );
  const present = Object.fromEntries(names.map((name, i) => [name, lists[i]])) as unknown as PresentSchema;
  return changesOf(Object.values(collections).map(tableOf), present);
}

/**
 * Makes the tables fit `src/collections.ts`.
 *
 * @returns the changes, or `undefined` without any
 */
export async function sync(location: DatabaseLocation): Promise<string | undefined> {
  const changes = await plannedChanges(location);
  await change(
    location,
    changes.flatMap(({ statements }) => statements),
  );
  return changes.length === 0 ? undefined : changes.map(({ what }) => what).join('\n');
}
