import { createReadStream, createWriteStream, renameSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { linesOf } from '../lines.ts';
import type { Change } from './read-changes.ts';

/** The lines of a file of NDJSON. */
export function linesIn(path: string): AsyncIterable<string> {
  return linesOf(createReadStream(path) as AsyncIterable<Uint8Array>);
}

/** Writes text to a file as fast as the disk takes it. */
export function writeAll(path: string, parts: AsyncIterable<string>): Promise<void> {
  return pipeline(Readable.from(parts), createWriteStream(path));
}

/**
 * Writes the stream of a list to a file.
 *
 * @returns the number of its documents, or `null` for a stream that failed: its last line has no end
 */
export async function saveStream(response: Response, path: string): Promise<number | null> {
  let documents = 0;
  let isWhole = true;
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      for (const byte of chunk) if (byte === NEWLINE) documents += 1;
      if (chunk.length > 0) isWhole = chunk.at(-1) === NEWLINE;
      yield chunk;
    }
  };
  try {
    await pipeline(body, counted, createWriteStream(path));
  } catch {
    return null;
  }
  return isWhole ? documents : null;
}

const NEWLINE = 0x0a;

/**
 * Applies changes to a file of documents. A changed document keeps its place, and a new one goes to the end.
 *
 * @param changes the last change of each document, by its id as text
 * @returns the number of documents
 */
export async function applyChanges(path: string, changes: ReadonlyMap<string, Change>): Promise<number> {
  const open = new Map(changes);
  let documents = 0;
  const merged = async function* () {
    for await (const line of linesIn(path)) {
      const id = String((JSON.parse(line) as { id: unknown }).id);
      const change = changes.get(id);
      open.delete(id);
      if (change?.deleted === true) continue;
      documents += 1;
      yield `${change === undefined ? line : JSON.stringify(change.document)}\n`;
    }
    for (const { document, deleted } of open.values()) {
      if (deleted === true) continue;
      documents += 1;
      yield `${JSON.stringify(document)}\n`;
    }
  };
  await writeAll(`${path}.merged`, merged());
  renameSync(`${path}.merged`, path);
  return documents;
}
