import { TokenBucket } from './token-bucket.ts';

/** What Workers Cache takes and says (workers/cache/purge). */
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
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  /** Keeps the Worker running for the promise, which Cloudflare does for 30 s after the answer. */
  waitUntil: (promise: Promise<unknown>) => void;
  log: (level: 'info' | 'error', event: Record<string, unknown>) => void;
}

/** Limits of an account on any plan (cache/how-to/purge-cache): calls at once, one more every …, tags a call. */
const CALLS_AT_ONCE = 25;
const CALL_INTERVAL = 12_000;
const TAGS_A_CALL = 100;

/** What is waited before each attempt; after the last, the answers grow old by themselves. */
const PAUSES = [0, 1_000, 5_000, 12_000];

/** What a write waits for its purge at most. */
const PATIENCE = 3_000;

/** From this age on, the next write takes the work over, so that no tag depends on a request about to be ended. */
const SHIFT = 10_000;

interface Shift {
  since: number;
}

/**
 * Purges tags without ever failing a write. While a call is under way, or the account has none left, tags gather for
 * the next; more than one call can carry are purged with everything else. Other isolates and Workers spend the same
 * account's calls, so a call may fail at any time.
 */
export class Purger {
  readonly #options: PurgerOptions;
  readonly #budget: TokenBucket;
  /** Every tag with the number of the purge that asked for it last. */
  readonly #pending = new Map<string, number>();
  #asked = 0;
  #failures = 0;
  #shift: Shift | null = null;
  #isPostponed = false;
  #attempt = Promise.withResolvers<void>();

  constructor(options: PurgerOptions) {
    this.#options = options;
    this.#budget = new TokenBucket(CALLS_AT_ONCE, CALL_INTERVAL, options.now());
  }

  /** Resolves when the tags are purged, or when they will be later, in the background. */
  async purge(tags: string[]): Promise<void> {
    const { now, sleep, waitUntil } = this.#options;
    this.#asked++;
    for (const tag of tags) this.#pending.set(tag.toLowerCase(), this.#asked);
    if (this.#shift === null || now() - this.#shift.since > SHIFT) {
      this.#shift = { since: now() };
      this.#isPostponed = false;
      waitUntil(this.#work(this.#shift));
    }
    if (!this.#isPostponed) await Promise.race([this.#attempt.promise, sleep(PATIENCE)]);
  }

  async #work(shift: Shift): Promise<void> {
    const { now } = this.#options;
    for (let failures = 0; this.#pending.size > 0; ) {
      await this.#postpone(Math.max(this.#budget.waitFrom(now()), PAUSES[failures] ?? 0));
      if (this.#shift !== shift) return;
      failures = (await this.#callOnce(failures + 1 === PAUSES.length)) ? 0 : failures + 1;
      if (this.#shift !== shift) return;
    }
    this.#shift = null;
  }

  async #postpone(milliseconds: number): Promise<void> {
    if (milliseconds === 0) return;
    this.#isPostponed = true;
    this.#endAttempt();
    await this.#options.sleep(milliseconds);
    this.#isPostponed = false;
  }

  /** Purges what is pending now, and forgets it when that worked or was the last try. */
  async #callOnce(isLastTry: boolean): Promise<boolean> {
    const { call, now, log } = this.#options;
    const asked = this.#asked;
    const tags = [...this.#pending.keys()];
    const waiting = this.#attempt;
    this.#attempt = Promise.withResolvers<void>();
    this.#budget.spend(now());
    const errors = await errorsOf(() =>
      call(tags.length > TAGS_A_CALL ? { purgeEverything: true } : { tags }),
    );
    if (errors === null) log('info', { event: 'purge', tags: tags.length });
    else log('error', { event: 'purge failed', tags, errors, isLastTry, failures: ++this.#failures });
    if (errors === null || isLastTry) {
      for (const tag of tags) if ((this.#pending.get(tag) ?? 0) <= asked) this.#pending.delete(tag);
    }
    waiting.resolve();
    return errors === null || isLastTry;
  }

  #endAttempt(): void {
    this.#attempt.resolve();
    this.#attempt = Promise.withResolvers<void>();
  }
}

/** What went wrong, or `null`. A refused purge does not throw: it says so in its result. */
async function errorsOf(call: () => Promise<PurgeResult>): Promise<string[] | null> {
  try {
    const { success, errors } = await call();
    return success ? null : errors.map(({ code, message }) => `${code} ${message}`);
  } catch (error) {
    return [String(error)];
  }
}
