/** The argument and the result of `cache.purge()`: https://developers.cloudflare.com/workers/cache/purge/ */
export interface PurgeOptions {
  tags?: string[];
  purgeEverything?: boolean;
}
export interface PurgeResult {
  success: boolean;
  errors: { code: number; message: string }[];
}

interface PurgerOptions {
  call: (options: PurgeOptions) => Promise<PurgeResult>;
  /** Returns milliseconds since 1970. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  /** Keeps the Worker running for the promise; Cloudflare does so for 30 s after the response. */
  waitUntil: (promise: Promise<unknown>) => void;
  log: (level: 'info' | 'error', event: Record<string, unknown>) => void;
}

/** The limit of a purge call: https://developers.cloudflare.com/cache/how-to/purge-cache/#availability-and-limits */
const MAX_TAGS_PER_CALL = 100;

/** An account may make 5 purge calls per minute beyond its burst: one every 12 s (same page). */
const MAX_PAUSE_MS = 12_000;

/**
 * The pauses after the first, second and third failed call in a row. Four calls fit into the 30 s of `waitUntil`:
 * https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil
 */
const PAUSES_MS = [1_000, 5_000, MAX_PAUSE_MS];

/** A tag is given up after its last call. Its responses then become stale by their `max-age`. */
const MAX_CALLS_PER_TAG = PAUSES_MS.length + 1;

/** A write waits at most this long for its purge. */
const MAX_WAIT_MS = 3_000;

/** A call fails when it takes longer. It does no harm when it ends later. */
const MAX_CALL_MS = 3_000;

const LATE: PurgeResult = {
  success: false,
  errors: [{ code: 0, message: `no response within ${MAX_CALL_MS} ms` }],
};

/** The next write takes over from a drain of this age, because the runtime may have ended the request that runs it. */
const MAX_DRAIN_MS = 10_000;

interface PendingTag {
  failedCalls: number;
}

/** The loop that purges pending tags until none is left. It runs in the request that started it. */
interface Drain {
  startedAtMs: number;
  /** Whether the loop waits until the next call may be made. No write waits for that. */
  isPausing: boolean;
}

/**
 * Purges tags and never fails a write. It makes one call at a time: tags that arrive meanwhile share the next call. More
 * tags than one call can carry become a purge of everything. A failed call is repeated in the background after a
 * pause. The limit on calls is per account, so other isolates and Workers use it too.
 *
 * The runtime does not continue a request that has ended, so a write never waits for a promise that another request
 * made: see `handle_cross_request_promise_resolution` in
 * https://developers.cloudflare.com/workers/configuration/compatibility-flags/
 */
export class Purger {
  readonly #options: PurgerOptions;
  /** A tag that is purged again gets a new object, which an earlier call does not settle. */
  readonly #pending = new Map<string, PendingTag>();
  #drain: Drain | null = null;
  /** Resolve the promises of the writes whose tags the next call will carry. */
  #waiting: (() => void)[] = [];
  #failuresInRow = 0;
  #retryAtMs = 0;
  #failures = 0;

  constructor(options: PurgerOptions) {
    this.#options = options;
  }

  /** Resolves when the tags are purged, or when the background will purge them later. */
  async purge(tags: string[]): Promise<void> {
    const { now, sleep, waitUntil } = this.#options;
    for (const tag of tags) this.#pending.set(tag.toLowerCase(), { failedCalls: 0 });
    let drain = this.#drain;
    if (drain === null || now() - drain.startedAtMs > MAX_DRAIN_MS) {
      drain = { startedAtMs: now(), isPausing: false };
      this.#drain = drain;
      waitUntil(this.#run(drain));
    }
    if (drain.isPausing) return;
    const called = new Promise<void>((resolve) => this.#waiting.push(resolve));
    await Promise.race([called, sleep(MAX_WAIT_MS)]);
  }

  async #run(drain: Drain): Promise<void> {
    while (this.#pending.size > 0) {
      await this.#pause(drain);
      if (this.#drain !== drain) return;
      await this.#callOnce();
      if (this.#drain !== drain) return;
    }
    this.#drain = null;
    this.#failuresInRow = 0;
    this.#retryAtMs = 0;
  }

  /** Waits until the next call may be made. */
  async #pause(drain: Drain): Promise<void> {
    const milliseconds = this.#retryAtMs - this.#options.now();
    if (milliseconds <= 0) return;
    drain.isPausing = true;
    this.#release();
    await this.#options.sleep(milliseconds);
    drain.isPausing = false;
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Purges the pending tags. Removes those that are purged, and those that have used their last call. */
  async #callOnce(): Promise<void> {
    const { call, now, sleep, log } = this.#options;
    const batch = [...this.#pending];
    const tags = batch.map(([tag]) => tag);
    const waiting = this.#waiting.splice(0);
    const late = sleep(MAX_CALL_MS).then(() => LATE);
    const errors = await errorsOf(() =>
      Promise.race([call(tags.length > MAX_TAGS_PER_CALL ? { purgeEverything: true } : { tags }), late]),
    );
    const settled =
      errors === null ? batch : batch.filter(([, pending]) => ++pending.failedCalls >= MAX_CALLS_PER_TAG);
    for (const [tag, pending] of settled) if (this.#pending.get(tag) === pending) this.#pending.delete(tag);
    if (errors === null) {
      this.#failuresInRow = 0;
      log('info', { event: 'purge', tags: tags.length });
    } else {
      this.#retryAtMs = now() + (PAUSES_MS[this.#failuresInRow++] ?? MAX_PAUSE_MS);
      log('error', {
        event: 'purge failed',
        tags,
        errors,
        isLastTry: settled.length > 0,
        failures: ++this.#failures,
      });
    }
    for (const resolve of waiting) resolve();
  }
}

/** Returns the errors of a failed call, or `null`. A refused call does not throw: its result has `success: false`. */
async function errorsOf(call: () => Promise<PurgeResult>): Promise<string[] | null> {
  try {
    const { success, errors } = await call();
    return success ? null : errors.map(({ code, message }) => `${code} ${message}`);
  } catch (error) {
    return [String(error)];
  }
}
