import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../lib/server-process.ts';
import type { Forward, TierRequest, TierResponse } from './tier.ts';
import { DOCUMENTS } from './trace.ts';

/** The totals of all requests that reached the Worker. */
export interface WorkerTotals {
  reads: number;
  notModified: number;
  rowsRead: number;
  bytes: number;
}

export interface Origin {
  read: Forward;
  /** Sets the revision of a document. */
  write: (id: number, revision: number) => Promise<void>;
  totals: WorkerTotals;
  stop: () => Promise<void>;
}

/** Starts the built Worker without a cache of its own and with `DOCUMENTS` users in its database. */
export async function startOrigin(): Promise<Origin> {
  const folder = mkdtempSync(join(tmpdir(), 'perigee-bench-'));
  const token = randomBytes(24).toString('base64url');
  const server = await startServer(new URL('../lib/users-server.ts', import.meta.url), [
    String(DOCUMENTS),
    folder,
    token,
  ]);
  const totals: WorkerTotals = { reads: 0, notModified: 0, rowsRead: 0, bytes: 0 };

  async function read({ path, headers }: TierRequest): Promise<TierResponse> {
    const response = await fetch(server.origin + path, {
      headers: { ...headers, 'accept-encoding': 'identity' },
    });
    const body = await response.text();
    totals.reads++;
    if (response.status === 304) totals.notModified++;
    totals.rowsRead += Number(/rows_read=(\d+)/.exec(response.headers.get('server-timing') ?? '')?.[1] ?? 0);
    totals.bytes += body.length;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }

  async function write(id: number, revision: number): Promise<void> {
    const response = await fetch(`${server.origin}/api/users/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ revision }),
    });
    const body = await response.text();
    if (!response.ok) throw new Error(`PATCH responded ${response.status}: ${body}`);
  }

  async function stop(): Promise<void> {
    await server.stop();
    rmSync(folder, { recursive: true });
  }

  return { read, write, totals, stop };
}
