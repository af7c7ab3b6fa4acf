import { collectionTag, documentTag } from '../../src/lib/cache/tags.ts';
import type { Origin } from './origin.ts';
import { type Clock, type Forward, Tier } from './tier.ts';
import { LOCATIONS, type TraceEvent, trace } from './trace.ts';

export interface Result {
  reads: number;
  writes: number;
  /** The requests to the Worker that no cache can avoid. */
  bound: number;
  /** The requests to the Worker. */
  worker: number;
  /** The requests to the Worker whose response was a 304. */
  revalidated: number;
  rowsRead: number;
  workerBytes: number;
  clientBytes: number;
  conditional: number;
  notModified: number;
  /** Responses that show a document as it was before its last write. */
  stale: number;
}

export interface Scenario {
  /** In simulated time. */
  requestsPerSecond: number;
  /** The `maxAge` that the collection sets, in seconds. */
  maxAge?: number;
}

/** Replays the trace with caches that are empty at first. */
export async function replay(origin: Origin, { requestsPerSecond, maxAge }: Scenario): Promise<Result> {
  const clock: Clock = { now: Date.now() };
  const upper = new Tier(clock, maxAge === undefined ? origin.read : withMaxAge(origin.read, maxAge));
  const lower = Array.from({ length: LOCATIONS }, () => new Tier(clock, upper.fetch));
  const before = { ...origin.totals };
  const truth = new Truth();
  const etags = new Map<string, string>();
  const result = { reads: 0, writes: 0, bound: 0, clientBytes: 0, conditional: 0, notModified: 0, stale: 0 };

  for (const event of trace()) {
    clock.now += 1000 / requestsPerSecond;
    if (event.kind === 'write') {
      result.writes++;
      await origin.write(event.id, truth.write(event.id));
      for (const tier of [upper, ...lower])
        tier.purge([documentTag('users', event.id), collectionTag('users')]);
    } else {
      result.reads++;
      if (truth.isFirstRead(event.path)) result.bound++;
      await read(event);
    }
  }

  async function read({
    path,
    location,
    isConditional,
  }: Extract<TraceEvent, { kind: 'read' }>): Promise<void> {
    const known = isConditional ? etags.get(path) : undefined;
    const headers: Record<string, string> = known === undefined ? {} : { 'if-none-match': known };
    const response = await (lower[location] ?? upper).fetch({ path, headers });
    if (known !== undefined) result.conditional++;
    if (response.status === 304) result.notModified++;
    else if (!truth.shows(response.body)) result.stale++;
    result.clientBytes += response.body.length;
    etags.set(path, response.headers['etag'] ?? '');
  }

  return {
    ...result,
    worker: origin.totals.reads - before.reads,
    revalidated: origin.totals.notModified - before.notModified,
    rowsRead: origin.totals.rowsRead - before.rowsRead,
    workerBytes: origin.totals.bytes - before.bytes,
  };
}

/** Sets `max-age` in the Worker's responses, as `cache: { maxAge }` of the collection would. */
function withMaxAge(forward: Forward, maxAge: number): Forward {
  const name = 'cloudflare-cdn-cache-control';
  return async (request) => {
    const response = await forward(request);
    const directives = response.headers[name]?.replace(/max-age=\d+/, `max-age=${maxAge}`) ?? '';
    return { ...response, headers: { ...response.headers, [name]: directives } };
  };
}

/** The state of the database, and what an ideal cache would have stored. */
class Truth {
  static #revision = 0;
  readonly #revisions = new Map<number, number>();
  readonly #seen = new Set<string>();

  /** Counts a write of a document: even an ideal cache must fetch again every response that shows it. */
  write(id: number): number {
    const revision = ++Truth.#revision;
    this.#revisions.set(id, revision);
    for (const path of this.#seen) {
      if (path === `/api/users/${id}` || path.startsWith('/api/users?')) this.#seen.delete(path);
    }
    return revision;
  }

  isFirstRead(path: string): boolean {
    const isFirst = !this.#seen.has(path);
    this.#seen.add(path);
    return isFirst;
  }

  /** Whether every document in the body has the revision of its last write since the replay began. */
  shows(body: string): boolean {
    const documents = [JSON.parse(body)].flat() as { id: number; revision: number }[];
    return documents.every(({ id, revision }) => (this.#revisions.get(id) ?? revision) === revision);
  }
}
