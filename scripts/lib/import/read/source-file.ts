import { readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

export type Format = 'json' | 'ndjson' | 'csv';

/** A file of documents. */
export interface SourceFile {
  path: string;
  /** The name of the file, for messages. */
  name: string;
  format: Format;
  /** The collection of a file with one list: the name of the file without its extension, or `--collection`. */
  collection: string;
  bytes: number;
}

const FORMATS: Readonly<Record<string, Format>> = {
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.csv': 'csv',
  '.tsv': 'csv',
};

const ALLOWED = Object.keys(FORMATS).join(', ');

/**
 * The files of a path: the file itself, or the files of documents in a folder by their name.
 *
 * @throws Error for a path that does not exist or has no file of documents
 */
export function sourceFiles(path: string, collection?: string): SourceFile[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new Error(`${path} does not exist.`);
  if (!stats.isDirectory()) return [sourceFile(path, collection)];
  if (collection !== undefined) {
    throw new Error(`--collection is not allowed with a folder, whose files name their collections.`);
  }
  const names = readdirSync(path).filter((name) => Object.hasOwn(FORMATS, extname(name).toLowerCase()));
  if (names.length === 0) throw new Error(`${path} has no file that ends in ${ALLOWED}.`);
  return names.toSorted().map((name) => sourceFile(join(path, name)));
}

function sourceFile(path: string, collection?: string): SourceFile {
  const extension = extname(path);
  const format = FORMATS[extension.toLowerCase()];
  if (format === undefined)
    throw new Error(`${path} is not supported; allowed: files that end in ${ALLOWED}.`);
  return {
    path,
    name: basename(path),
    format,
    collection: collection ?? basename(path, extension),
    bytes: statSync(path).size,
  };
}
