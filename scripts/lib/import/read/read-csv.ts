import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { Entry, ReadOptions } from './entry.ts';
import { readBytes } from './read-bytes.ts';
import type { SourceFile } from './source-file.ts';

/** A row with its place, as `csv-parse` returns it with the option `info`. */
interface Row {
  record: Record<string, string>;
  info: { lines: number };
}

/** Reads a document per row (RFC 4180); the first row has the names of the fields. A column without one is skipped. */
export async function* readCsv(file: SourceFile, { rows, onBytes }: ReadOptions): AsyncGenerator<Entry> {
  const { path, name, collection } = file;
  yield { kind: 'collection', name: collection, place: name };
  const readRow = rows(collection);
  const unreadable: Entry[] = [];
  const parser = parse({
    bom: true,
    columns: (header: string[]) => columnsOf(header, name),
    delimiter: await delimiterOf(path),
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  parser.on('skip', (error: CsvError) => {
    // The rest of the file would be one cell.
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') parser.destroy(new Error(`${name}: ${error.message}`));
    unreadable.push({
      kind: 'unreadable',
      collection,
      place: `${name}:${error['lines']}`,
      reason: error.message,
    });
  });
  // An error of the file reaches the loop below.
  pipeline(readBytes(file, onBytes), parser, () => {});
  let index = 0;
  for await (const { record, info } of parser as AsyncIterable<Row>) {
    yield* unreadable.splice(0);
    yield { kind: 'document', collection, value: readRow(record), index, place: `${name}:${info.lines}` };
    index += 1;
  }
  yield* unreadable;
}

/** @throws Error for two columns with the same name */
function columnsOf(header: readonly string[], fileName: string): (string | false)[] {
  const again = header.find((column, i) => column !== '' && header.indexOf(column) !== i);
  if (again !== undefined) throw new Error(`${fileName}: two columns have the name "${again}".`);
  return header.map((column) => column.trim() || false);
}

const DELIMITERS = [',', ';', '\t'];
/** Bytes of a file that are read to find its delimiter. */
const HEAD_BYTES = 4_096;

/** The most frequent delimiter of the first line. Spreadsheets also write semicolons and tabs. */
async function delimiterOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES));
    const [line = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
    const countOf = (delimiter: string) => line.split(delimiter).length;
    return DELIMITERS.toSorted((one, other) => countOf(other) - countOf(one))[0] ?? ',';
  } finally {
    await file.close();
  }
}
