import { randomUUID } from 'node:crypto';
import type { Entry, Ledger } from './ledger.ts';

/** Sends a write. It rejects when the response is lost. */
export type Write = (method: string, path: string, body?: object, key?: string) => Promise<Response>;

const PICTURES = '/api/pictures';
const BULK = 20;

let last = 10_000_000;

/** Makes a picture whose `year` and `userId` are the value, so that a partly applied write is noticed. */
export function pictureWith(title: string, value: number): object {
  return { title, source: `https://a.example/${title}`, year: value, userId: value };
}

/** Writes until a response is lost. */
export async function writeUntilLost(ledger: Ledger, write: Write, hasBulk: boolean): Promise<void> {
  const steps = [create, create, patch, patch, remove, ...(hasBulk ? [createMany] : [])];
  for (let i = 0; ; i++) {
    const step = steps[i % steps.length] ?? create;
    if (!(await step(ledger, write))) return;
  }
}

async function create(ledger: Ledger, write: Write): Promise<boolean> {
  const [title, value, key] = [randomUUID(), last++, randomUUID()];
  const body = pictureWith(title, value);
  const response = await lostAsNull(write('POST', PICTURES, body, key));
  if (response === null) {
    ledger.lost.push({ titles: [title], key, body });
    return false;
  }
  if (acknowledge(ledger, response, 201)) ledger.entries.push(await entryOf(response, title, value));
  return true;
}

async function createMany(ledger: Ledger, write: Write): Promise<boolean> {
  const values = Array.from({ length: BULK }, () => last++);
  const titles = values.map(() => randomUUID());
  const body = values.map((value, i) => pictureWith(titles[i] ?? '', value));
  const response = await lostAsNull(write('POST', PICTURES, body));
  if (response === null) {
    ledger.lost.push({ titles, key: '', body });
    return false;
  }
  if (!acknowledge(ledger, response, 201)) return true;
  const created = (await response.json()) as { id: number; title: string; year: number }[];
  for (const { id, title, year } of created) {
    ledger.entries.push({ id, title, values: [year], etag: null, isDeleted: 'no' });
  }
  return true;
}

async function patch(ledger: Ledger, write: Write): Promise<boolean> {
  const entry = oneOf(ledger);
  if (entry === undefined) return true;
  const value = last++;
  const response = await lostAsNull(
    write('PATCH', `${PICTURES}/${entry.id}`, { year: value, userId: value }),
  );
  if (response === null) {
    entry.values.push(value);
    entry.etag = null;
    return false;
  }
  if (acknowledge(ledger, response, 200)) {
    entry.values = [value];
    entry.etag = response.headers.get('etag');
  }
  return true;
}

async function remove(ledger: Ledger, write: Write): Promise<boolean> {
  const entry = oneOf(ledger);
  if (entry === undefined) return true;
  const response = await lostAsNull(write('DELETE', `${PICTURES}/${entry.id}`));
  if (response === null) {
    entry.isDeleted = 'maybe';
    return false;
  }
  if (acknowledge(ledger, response, 200)) entry.isDeleted = 'yes';
  return true;
}

/** Selects one of the last documents of the ledger. */
function oneOf({ entries }: Ledger): Entry | undefined {
  const present = entries.slice(-50).filter(({ isDeleted }) => isDeleted === 'no');
  return present[last % Math.max(present.length, 1)];
}

/** Reads the response and its body. Returns `null` if the connection ended before. */
async function lostAsNull(sent: Promise<Response>): Promise<Response | null> {
  try {
    const response = await sent;
    const text = await response.text();
    // The local runtime responds with 5xx for a Worker that ended.
    if (response.status >= 500) return null;
    return new Response(text, response);
  } catch {
    return null;
  }
}

function acknowledge(ledger: Ledger, { status }: Response, expected: number): boolean {
  if (status === expected) ledger.acknowledged += 1;
  else ledger.unexpected.push(`${status} instead of ${expected}`);
  return status === expected;
}

async function entryOf(response: Response, title: string, value: number): Promise<Entry> {
  const { id } = (await response.json()) as { id: number };
  return { id, title, values: [value], etag: response.headers.get('etag'), isDeleted: 'no' };
}
