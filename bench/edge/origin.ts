import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../lib/server-process.ts';
import type { Answer, Ask, Question } from './tier.ts';
import { DOCUMENTS } from './trace.ts';

/** What has reached the Worker. */
export interface Meter {
  reads: number;
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
  const folder = mkdtempSync(join(tmpdir(), 'perigee-bench-'));
  const token = randomBytes(24).toString('base64url');
  const server = await startServer(new URL('../lib/users-server.ts', import.meta.url), [
    String(DOCUMENTS),
    folder,
    token,
  ]);
  const meter: Meter = { reads: 0, notModified: 0, rowsRead: 0, bytes: 0 };

  async function read({ path, headers }: Question): Promise<Answer> {
    const response = await fetch(server.origin + path, {
      headers: { ...headers, 'accept-encoding': 'identity' },
    });
    const body = await response.text();
    meter.reads++;
    if (response.status === 304) meter.notModified++;
    meter.rowsRead += Number(/rows_read=(\d+)/.exec(response.headers.get('server-timing') ?? '')?.[1] ?? 0);
    meter.bytes += body.length;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }

  async function write(id: number, revision: number): Promise<void> {
    const response = await fetch(`${server.origin}/api/users/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ revision }),
    });
    const body = await response.text();
    if (!response.ok) throw new Error(`PATCH answered ${response.status}: ${body}`);
  }

  async function stop(): Promise<void> {
    await server.stop();
    rmSync(folder, { recursive: true });
  }

  return { read, write, meter, stop };
}
