import { literal, nameOf } from '../definition/names.ts';
import { BASE_COLUMNS } from '../definition/table.ts';
import type { Change, TableDefinition } from '../definition/table-definition.ts';
import { findPart, ownParts, type PresentSchema } from '../present.ts';
import {
  columnChanges,
  indexChanges,
  recordingChanges,
  schemaChanges,
  searchChanges,
  triggerChanges,
} from './adapt.ts';
import { expanded } from './expanded.ts';
import { type Renaming, renameStatements, renamingOf } from './rename.ts';
import { repairStatements } from './repair.ts';

/**
 * The changes that make the database fit the definitions. No change deletes a document. A run that ends between two
 * statements leaves a state from which the next run continues: each part is compared by itself.
 *
 * @throws Error for a table that is not a collection's
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
 * The changes that a new version needs before it serves. They drop nothing, and until `changesOf` is made the database
 * suits both the new definitions and those that it was made for. A renaming suits one only, so it is left out.
 *
 * @throws Error for a table that is not a collection's
 */
export function expansionOf(definitions: readonly TableDefinition[], present: PresentSchema): Change[] {
  return definitions
    .filter((definition) => renamingOf(definition, present) === null)
    .flatMap((definition) => changesOfTable(expanded(definition, present), present));
}

function remarkOn({ name, documents }: PresentSchema['collections'][number]): string {
  return `${name}: not declared, its table keeps ${documents} documents; set renamedFrom: '${name}' where it went, or run \`npm run sync -- --drop ${name}\``;
}

function changesOfTable(definition: TableDefinition, present: PresentSchema): Change[] {
  refuseStrangers(definition, present);
  const renaming = renamingOf(definition, present);
  const before = renaming?.from ?? definition.collection;
  const table = findPart(present, 'table', before) ?? findPart(present, 'table', definition.collection);
  return table === undefined
    ? [create(definition, present)]
    : adapt(definition, { present, renaming, before: table.name });
}

/** @throws Error for a table whose name is taken */
function refuseStrangers({ collection }: TableDefinition, { parts }: PresentSchema): void {
  const found = parts.find(({ type, name }) => /table|view/.test(type) && isSameName(name, collection));
  if (found === undefined) return;
  if (found.name !== collection) {
    throw new Error(
      `The database cannot have "${found.name}" and "${collection}": its names do not differ in case. Choose another name for the collection ${collection}.`,
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

/** The changes of a table that exists. Until now it had the name `before`. */
function adapt(
  definition: TableDefinition,
  { present, renaming, before }: { present: PresentSchema; renaming: Renaming | null; before: string },
): Change[] {
  const { collection, triggers } = definition;
  const row = present.collections.find(({ name }) => name === (renaming?.from ?? collection));
  const found = ownParts(present, before, 'trigger');
  // Without its triggers, a table may have been written to unnoticed: a run has ended early.
  const isBroken =
    row === undefined || triggers.some(({ name }) => !hasTrigger(found, name, collection, before));
  const renewed = triggerChanges(definition, renaming === null ? found : []);
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
    ...renewed,
    ...recordingChanges(definition, { row, isBroken }),
    ...schemaChanges(definition, row?.schema),
  ];
  const [first] = changes;
  // Triggers name columns and the search table, so they go first.
  if (first !== undefined && renewed.length > 0 && renaming === null) {
    changes[0] = {
      ...first,
      statements: [...found.map(({ name }) => `DROP TRIGGER "${name}"`), ...first.statements],
    };
  }
  return changes;
}

function hasTrigger(
  found: PresentSchema['parts'],
  name: string,
  collection: string,
  before: string,
): boolean {
  return found.some((trigger) => trigger.name === before + name.slice(collection.length));
}
