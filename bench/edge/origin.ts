import { startBuiltWorker } from '../built-worker.ts';
import type { Answer, Ask, Question } from './tier.ts';
import { DOCUMENTS } from './trace.ts';

const TOKEN = 'the-token-of-the-benchmark';

/** What has reached the Worker. */
export interface Meter {
  requests: number;
  notModified: number;
  rowsRead: number;
  bytes: number;
}

export interface Origin {
  read: Ask;
  /** Changes a document. */
  write: (id: number, revision: number) => Promise<void>;
  meter: Meter;
  stop: () => Promise<void>;
}

/** The built Worker without a cache of its own, over a database of `DOCUMENTS` users. */
export async function startOrigin(): Promise<Origin> {
  const worker = await startBuiltWorker({ ADMIN_TOKEN: TOKEN, EDGE_CACHE: 'off' });
  await seed(worker.database);
  const meter: Meter = { requests: 0, notModified: 0, rowsRead: 0, bytes: 0 };

  async function read({ path, headers }: Question): Promise<Answer> {
    const response = await fetch(new URL(path, worker.url), {
      headers: { ...headers, 'accept-encoding': 'identity' },
    });
    const body = await response.text();
    meter.requests++;
    if (response.status === 304) meter.notModified++;
    meter.rowsRead += Number(/rows_read=(\d+)/.exec(response.headers.get('server-timing') ?? '')?.[1] ?? 0);
    meter.bytes += body.length;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }

  async function write(id: number, revision: number): Promise<void> {
    const response = await fetch(new URL(`/api/users/${id}`, worker.url), {
      method: 'PATCH',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ revision }),
    });
    if (!response.ok) throw new Error(`PATCH answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }

  return { read, write, meter, stop: worker.stop };
}

async function seed(db: D1Database): Promise<void> {
  const documents = Array.from({ length: DOCUMENTS }, (_, i) => ({
    id: i + 1,
    name: `Person ${i + 1}`,
    email: `person.${i + 1}@example.org`,
    biography: 'Lives in a low orbit, where the way to everybody is short. '.repeat(4),
    revision: 0,
  }));
  await db.prepare("DELETE FROM documents WHERE collection = 'users'").run();
  for (let i = 0; i < documents.length; i += 1000) {
    await db
      .prepare(
        `INSERT INTO documents (collection, id, body)
         SELECT 'users', json_extract(value, '$.id'), value FROM json_each(?1)`,
      )
      .bind(JSON.stringify(documents.slice(i, i + 1000)))
      .run();
  }
}
