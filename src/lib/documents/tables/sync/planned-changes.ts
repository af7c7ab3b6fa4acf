import { BASE_COLUMNS } from '../definition/collection-table.ts';
import { identifier, literal, nameOf } from '../definition/identifiers.ts';
import type { Change, TableDefinition } from '../definition/table-definition.ts';
import { findPart, ownParts, type PresentSchema } from '../present-schema.ts';
import { expandedDefinition } from './expanded-definition.ts';
import { repairStatements } from './repair-statements.ts';
import {
  columnChanges,
  indexChanges,
  recordingChanges,
  schemaChanges,
  searchChanges,
  triggerChanges,
} from './table-changes.ts';
import { type Renaming, renameStatements, renamingOf } from './table-renaming.ts';

/**
 * Plans the changes that make the database fit the definitions. No change deletes a document. A run that ends between two
 * statements leaves a state from which the next run continues: each part is compared by itself.
 *
 * @throws Error for a table that does not belong to a collection
 */
export function changesOf(definitions: readonly TableDefinition[], present: PresentSchema): Change[] {
  const changes = definitions.flatMap((definition) => changesOfTable(definition, present));
  const known = definitions.flatMap((definition) => [
    definition.collection,
    renamingOf(definition, present)?.from,
  ]);
  const left = present.collections.filter(({ name }) => !known.includes(name));
  return [...changes, ...left.map((row) => ({ what: remarkOn(row), statements: [] }))];
}

/**
 * Plans the changes that a new version needs before it serves. They drop nothing. Until the changes of `changesOf` are
 * executed, the database fits both the new and the deployed definitions. A rename fits only one, so it is left out.
 *
 * @throws Error for a table that does not belong to a collection
 */
export function expansionOf(definitions: readonly TableDefinition[], present: PresentSchema): Change[] {
  return definitions
    .filter((definition) => renamingOf(definition, present) === null)
    .flatMap((definition) => changesOfTable(expandedDefinition(definition, present), present));
}

function remarkOn({ name, documents }: PresentSchema['collections'][number]): string {
  return `${name}: not declared, its table keeps ${documents} documents; set renamedFrom: '${name}' on its new name, or run \`npm run sync -- --drop ${name}\``;
}

function changesOfTable(definition: TableDefinition, present: PresentSchema): Change[] {
  refuseForeignTable(definition, present);
  const renaming = renamingOf(definition, present);
  const before = renaming?.from ?? definition.collection;
  const table = findPart(present, 'table', before) ?? findPart(present, 'table', definition.collection);
  return table === undefined
    ? [create(definition, present)]
    : adapt(definition, { present, renaming, before: table.name });
}

/** @throws Error for a table of this name that `npm run sync` has not created */
function refuseForeignTable({ collection }: TableDefinition, { parts }: PresentSchema): void {
  const found = parts.find(({ type, name }) => /table|view/.test(type) && isSameName(name, collection));
  if (found === undefined) return;
  if (found.name !== collection) {
    throw new Error(
      `The database cannot have "${found.name}" and "${collection}": names of tables are case-insensitive. Choose another name for the collection ${collection}.`,
    );
  }
  if (!found.sql.includes(BASE_COLUMNS)) {
    throw new Error(
      `The table "${collection}" was not made by this version of \`npm run sync\`. Rename it, or choose another name for the collection.`,
    );
  }
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function create(definition: TableDefinition, present: PresentSchema): Change {
  const { collection, table, indexes } = definition;
  const changes = [
    ...searchChanges(definition, {
      row: undefined,
      hasTable: hasSearch([collection], present),
      isBroken: true,
    }),
    ...schemaChanges(definition, undefined),
    ...triggerChanges(definition, []),
    ...recordingChanges(definition, { row: undefined, isBroken: true }),
  ];
  return {
    what: `${collection}: create the table`,
    statements: [
      insertRow(collection),
      table.sql,
      ...indexes.map(({ sql }) => sql),
      ...changes.flatMap(({ statements }) => statements),
    ],
  };
}

function insertRow(collection: string): string {
  return `INSERT INTO _collections (name, schema, search) VALUES (${literal(collection)}, '', '') ON CONFLICT DO NOTHING`;
}

function hasSearch(names: readonly string[], present: PresentSchema): boolean {
  return names.some((name) => findPart(present, 'table', nameOf(name, 'search')) !== undefined);
}

/** Plans the changes of a table that exists and has the name `before`. */
function adapt(
  definition: TableDefinition,
  { present, renaming, before }: { present: PresentSchema; renaming: Renaming | null; before: string },
): Change[] {
  const { collection, triggers } = definition;
  const row = present.collections.find(({ name }) => name === (renaming?.from ?? collection));
  const found = ownParts(present, before, 'trigger');
  // Writes to a table without its triggers were not recorded. An earlier run has ended too soon.
  const isBroken =
    row === undefined || triggers.some(({ name }) => !hasTrigger(found, name, collection, before));
  const renewal = triggerChanges(definition, renaming === null ? found : []);
  const parts = { before, present, isRenamed: renaming !== null };
  const hasTable = hasSearch([collection, renaming?.from ?? collection], present);
  const changes = [
    ...(row === undefined
      ? [{ what: `${collection}: register the table`, statements: [insertRow(collection)] }]
      : []),
    ...(renaming === null
      ? []
      : [
          {
            what: renaming.what,
            statements: renameStatements(definition, renaming, present),
            isRenaming: true,
          },
        ]),
    ...columnChanges(definition, parts),
    ...indexChanges(definition, parts),
    ...searchChanges(definition, { row, hasTable, isBroken }),
    ...(isBroken
      ? [{ what: `${collection}: repair the columns and counts`, statements: repairStatements(definition) }]
      : []),
    ...renewal,
    ...recordingChanges(definition, { row, isBroken }),
    ...schemaChanges(definition, row?.schema),
  ];
  return renewal.length > 0 && renaming === null ? withTriggersDropped(changes, found) : changes;
}

/** Drops the triggers with the first change, because they name columns and the search table. */
function withTriggersDropped(
  [first, ...others]: readonly Change[],
  triggers: PresentSchema['parts'],
): Change[] {
  if (first === undefined) return [];
  const drops = triggers.map(({ name }) => `DROP TRIGGER ${identifier(name)}`);
  return [{ ...first, statements: [...drops, ...first.statements] }, ...others];
}

function hasTrigger(
  found: PresentSchema['parts'],
  name: string,
  collection: string,
  before: string,
): boolean {
  return found.some((trigger) => trigger.name === before + name.slice(collection.length));
}
