import type { ListQuery } from '../query/list-query.ts';
import type { Collection } from '../schema/collection.ts';
import { relationNames } from '../store/related-documents.ts';

/** The columns of a stream: the selected fields, or `id` and those that the schema names, then the related documents. */
export function columnsOf({ fields }: Collection, query: ListQuery): readonly string[] {
  const related = relationNames(query.relations);
  return [...(query.fields ?? fields).filter((name) => !related.includes(name)), ...related];
}

/** A record of CSV (RFC 4180 section 2). */
export function csvRecord(cells: readonly string[]): string {
  // An empty line would not be a record.
  const line = cells.length === 1 && cells[0] === '' ? '""' : cells.map(quoted).join(',');
  return `${line}\r\n`;
}

/** The record of a document. Arrays and objects are JSON, and an absent value and null are an empty cell. */
export function csvDocument(document: Readonly<Record<string, unknown>>, columns: readonly string[]): string {
  return csvRecord(columns.map((name) => (Object.hasOwn(document, name) ? cellOf(document[name]) : '')));
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
