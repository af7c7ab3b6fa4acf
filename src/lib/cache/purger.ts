/** The argument and the result of `cache.purge()`: https://developers.cloudflare.com/workers/cache/purge/ */
export interface PurgeOptions {
  tags?: string[];
  purgeEverything?: boolean;
}
export interface PurgeResult {
  success: boolean;
  errors: { code: number; message: string }[];
}

export interface PurgerOptions {
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

/** The longest time for which a write waits for its purge. */
const MAX_WAIT_MS = 3_000;

/** The next write takes over from a drain of this age, because the runtime may have ended the request that runs it. */
const MAX_DRAIN_MS = 10_000;

interface PendingTag {
  failedCalls: number;
}

/** The loop that purges pending tags until none is left. */
interface Drain {
  startedAtMs: number;
}

/**
 * Purges tags and never fails a write. It makes one call at a time: tags that arrive meanwhile share the next call. More
 * tags than one call can carry become a purge of everything. A refused call is repeated in the background after a
 * pause. The limit on calls is the account's, so other isolates and Workers use it too.
 */
export class Purger {
  readonly #options: PurgerOptions;
  /** A tag that is purged again gets a new object, which an earlier call does not settle. */
  readonly #pending = new Map<string, PendingTag>();
  #drain: Drain | null = null;
  /** The call that will carry the pending tags; `null` during a pause, for which no write waits. */
  #nextCall: PromiseWithResolvers<void> | null = null;
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
    if (this.#drain === null || now() - this.#drain.startedAtMs > MAX_DRAIN_MS) {
      this.#drain = { startedAtMs: now() };
      this.#nextCall ??= Promise.withResolvers();
      waitUntil(this.#run(this.#drain));
    }
    await Promise.race([this.#nextCall?.promise, sleep(MAX_WAIT_MS)]);
  }

  async #run(drain: Drain): Promise<void> {
    while (this.#pending.size > 0) {
      await this.#pause();
      if (this.#drain !== drain) return;
      await this.#callOnce();
      if (this.#drain !== drain) return;
    }
    this.#drain = null;
    this.#failuresInRow = 0;
    this.#retryAtMs = 0;
  }

  /** Waits until the next call may be made. */
  async #pause(): Promise<void> {
    const milliseconds = this.#retryAtMs - this.#options.now();
    if (milliseconds <= 0) return;
    this.#nextCall?.resolve();
    this.#nextCall = null;
    await this.#options.sleep(milliseconds);
  }

  /** Purges the pending tags. It removes those that are purged, and those that have had their last call. */
  async #callOnce(): Promise<void> {
    const { call, now, log } = this.#options;
    const batch = [...this.#pending];
    const tags = batch.map(([tag]) => tag);
    const thisCall = this.#nextCall;
    this.#nextCall = Promise.withResolvers();
    const errors = await errorsOf(() =>
      call(tags.length > MAX_TAGS_PER_CALL ? { purgeEverything: true } : { tags }),
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
    thisCall?.resolve();
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
