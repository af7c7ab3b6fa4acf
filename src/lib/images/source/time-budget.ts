/** Limits the time spent waiting for an upstream. The time that a client takes to read does not count. */
export class TimeBudget {
  readonly #controller = new AbortController();
  readonly #now: () => number;
  #leftMs: number;

  /**
   * @param ms budget of all waits together, in milliseconds
   * @param now clock, in milliseconds
   */
  constructor(ms: number, now: () => number) {
    this.#leftMs = ms;
    this.#now = now;
  }

  /** Aborts when the budget is spent. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Adds to what is left. */
  extend(ms: number): void {
    this.#leftMs += ms;
  }

  /** Runs one wait for the upstream and subtracts its duration from the budget. */
  async spend<T>(wait: () => Promise<T>): Promise<T> {
    const started = this.#now();
    const timer = setTimeout(() => this.#controller.abort(), Math.max(0, this.#leftMs));
    try {
      return await wait();
    } finally {
      clearTimeout(timer);
      this.#leftMs -= this.#now() - started;
    }
  }
}
