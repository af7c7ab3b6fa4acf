import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import {
  STATE_INDEXES,
  STATE_TABLES,
} from '../../../../../src/lib/documents/tables/definition/state-tables.ts';

it('STATE_TABLES and STATE_INDEXES list exactly what the migrations create', () => {
  const database = new DatabaseSync(':memory:');
  for (const file of readdirSync('migrations').sort()) {
    database.exec(readFileSync(`migrations/${file}`, 'utf8'));
  }
  const namesOf = (type: string) =>
    database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL`)
      .all(type)
      .map(({ name }) => String(name));
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)');
  const tables = namesOf('table').map((table) => [table, columns.all(table).map(({ name }) => name)]);
  expect(Object.fromEntries(tables)).toEqual(STATE_TABLES);
  expect(namesOf('index')).toEqual(STATE_INDEXES);
});
