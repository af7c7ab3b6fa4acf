import type { JsonSchema } from '../../../src/lib/documents/schema/fields.ts';
import { isExactNumber } from '../import/read/cell-value.ts';
import { readCsv } from '../import/read/read-csv.ts';
import type { SourceFile } from '../import/read/source-file.ts';

/** The facts about the cells of a column. */
interface Column {
  cells: number;
  empty: number;
  areNumbers: boolean;
  areBooleans: boolean;
}

/** The schema that the cells of a CSV file suggest: a column of numbers, of `true` and `false`, or of text. */
export async function csvSchema(file: SourceFile): Promise<JsonSchema> {
  const columns = new Map<string, Column>();
  const rows = () => (row: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(row)) observeCell(columns, name, text);
    return {};
  };
  for await (const _ of readCsv(file, { rows })) {
    // The cells are observed as they are read.
  }
  const names = [...columns.keys()].filter((name) => name !== 'id');
  return {
    properties: Object.fromEntries(names.map((name) => [name, { type: typeOf(columns.get(name)) }])),
    required: names.filter((name) => columns.get(name)?.empty === 0),
  };
}

function observeCell(columns: Map<string, Column>, name: string, text: string): void {
  const column = columns.get(name) ?? { cells: 0, empty: 0, areNumbers: true, areBooleans: true };
  columns.set(name, column);
  column.cells += 1;
  if (text === '') {
    column.empty += 1;
    return;
  }
  column.areNumbers &&= isExactNumber(text);
  column.areBooleans &&= /^(true|false)$/i.test(text);
}

function typeOf(column: Column | undefined): string {
  if (column === undefined || column.cells === column.empty) return 'string';
  return column.areNumbers ? 'number' : column.areBooleans ? 'boolean' : 'string';
}
