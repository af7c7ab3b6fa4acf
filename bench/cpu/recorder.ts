import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Batch {
  /** The key of the results in the stub. */
  key: string;
  statements: { sql: string; values: unknown[] }[];
}

export interface Recorder {
  /** `127.0.0.1:{port}` */
  address: string;
  /** The results of every batch so far, by key. */
  recordings: ReadonlyMap<string, unknown>;
  stop: () => void;
}

/** Runs batches that a stub does not know on a real D1 database, and records their results. */
export async function startRecorder(database: D1Database): Promise<Recorder> {
  const recordings = new Map<string, unknown>();
  const server = createServer(async (request, response) => {
    const { key, statements } = JSON.parse(await text(request)) as Batch;
    const prepared = statements.map(({ sql, values }) => database.prepare(sql).bind(...values));
    const results = await database.batch(prepared).catch(String);
    recordings.set(key, results);
    response.end(JSON.stringify(results));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, recordings, stop: () => server.close() };
}
