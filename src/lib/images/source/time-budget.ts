/**
 * A deadline for a server, not for its reader: only the time spent waiting for the server counts, however slowly a
 * client takes what has come.
 */
export class Patience {
  readonly #controller = new AbortController();
  readonly #now: () => number;
  #left: number;

  /**
   * @param milliseconds to be waited in all
   * @param now milliseconds of a clock
   */
  constructor(milliseconds: number, now: () => number) {
    this.#left = milliseconds;
    this.#now = now;
  }

  /** Aborted when the patience has ended. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async wait<T>(work: () => Promise<T>): Promise<T> {
    const started = this.#now();
    const timer = setTimeout(() => this.#controller.abort(), Math.max(0, this.#left));
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      this.#left -= this.#now() - started;
    }
  }
}
