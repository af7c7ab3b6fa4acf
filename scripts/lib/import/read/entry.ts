/** A value that a file has where a document is expected, with its place in the file. */
export interface SourceDocument {
  kind: 'document';
  collection: string;
  value: unknown;
  /** The position in its collection, from 0. */
  index: number;
  /** `db.json#/posts/3`, a URI fragment with a JSON Pointer (RFC 6901 section 6), or `posts.csv:12`, a line. */
  place: string;
}

export interface SourceSingleton {
  kind: 'singleton';
  name: string;
  value: Record<string, unknown>;
  place: string;
}

/** What a file contains, in its order. */
export type Entry =
  | SourceDocument
  /** A list begins. It may be empty. */
  | { kind: 'collection'; name: string; place: string }
  /** A top-level member that is an object, which is the document of a singleton. */
  | SourceSingleton
  /** A top-level member that is neither. */
  | { kind: 'value'; name: string; place: string }
  /** A line that cannot be read. */
  | { kind: 'unreadable'; collection: string; place: string; reason: string };

/** Why an entry of the kind `value` cannot be stored. */
export const NO_DOCUMENTS = 'It is neither a list of documents nor an object';

/** Makes a document of a row of CSV, whose cells are text. */
export type RowReader = (row: Readonly<Record<string, string>>) => Record<string, unknown>;

/** The options of the readers. */
export interface ReadOptions {
  /** How the rows of a collection are read. */
  rows: (collection: string) => RowReader;
  /** Called with the number of bytes of each chunk that was read. */
  onBytes?: (bytes: number) => void;
}
