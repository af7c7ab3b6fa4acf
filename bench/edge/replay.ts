import { collectionTag, documentTag } from '../../src/lib/cache/tags.ts';
import type { Origin } from './origin.ts';
import { type Ask, type Clock, Tier } from './tier.ts';
import { type Event, LOCATIONS, trace } from './trace.ts';

export interface Result {
  reads: number;
  writes: number;
  /** Requests to the Worker: what no cache can avoid, and what there were. */
  bound: number;
  worker: number;
  /** Of these, such as were answered 304. */
  revalidated: number;
  rowsRead: number;
  workerBytes: number;
  clientBytes: number;
  conditional: number;
  notModified: number;
  /** Answers that show a document as it was before its last write. */
  stale: number;
}

export interface Scenario {
  /** In simulated time. */
  requestsPerSecond: number;
  /** What the collection says in place of the policy, in seconds. */
  maxAge?: number;
}

/** Replays the trace from empty caches. */
export async function replay(origin: Origin, { requestsPerSecond, maxAge }: Scenario): Promise<Result> {
  const clock: Clock = { now: Date.now() };
  const upper = new Tier(clock, maxAge === undefined ? origin.read : withMaxAge(origin.read, maxAge));
  const lower = Array.from({ length: LOCATIONS }, () => new Tier(clock, upper.ask));
  const before = { ...origin.meter };
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
      if (truth.isFirstSight(event.path)) result.bound++;
      await read(event);
    }
  }

  async function read({ path, location, isConditional }: Extract<Event, { kind: 'read' }>): Promise<void> {
    const known = isConditional ? etags.get(path) : undefined;
    const headers: Record<string, string> = known === undefined ? {} : { 'if-none-match': known };
    const answer = await (lower[location] ?? upper).ask({ path, headers });
    if (known !== undefined) result.conditional++;
    if (answer.status === 304) result.notModified++;
    else if (!truth.shows(answer.body)) result.stale++;
    result.clientBytes += answer.body.length;
    etags.set(path, answer.headers['etag'] ?? '');
  }

  return {
    ...result,
    worker: origin.meter.reads - before.reads,
    revalidated: origin.meter.notModified - before.notModified,
    rowsRead: origin.meter.rowsRead - before.rowsRead,
    workerBytes: origin.meter.bytes - before.bytes,
  };
}

/** What the Worker would answer if the collection said so: the header is all that changes. */
function withMaxAge(ask: Ask, maxAge: number): Ask {
  const name = 'cloudflare-cdn-cache-control';
  return async (question) => {
    const answer = await ask(question);
    const directives = answer.headers[name]?.replace(/max-age=\d+/, `max-age=${maxAge}`) ?? '';
    return { ...answer, headers: { ...answer.headers, [name]: directives } };
  };
}

/** What the database holds, and what an ideal cache would hold of it. */
class Truth {
  static #revision = 0;
  readonly #revisions = new Map<number, number>();
  readonly #seen = new Set<string>();

  /** A write of a document: what shows it has to be asked for once more. */
  write(id: number): number {
    const revision = ++Truth.#revision;
    this.#revisions.set(id, revision);
    for (const path of this.#seen) {
      if (path === `/api/users/${id}` || path.startsWith('/api/users?')) this.#seen.delete(path);
    }
    return revision;
  }

  isFirstSight(path: string): boolean {
    const isFirst = !this.#seen.has(path);
    this.#seen.add(path);
    return isFirst;
  }

  /** Whether every document in the answer is as it was last written, if it was since the replay began. */
  shows(body: string): boolean {
    const documents = [JSON.parse(body)].flat() as { id: number; revision: number }[];
    return documents.every(({ id, revision }) => (this.#revisions.get(id) ?? revision) === revision);
  }
}
