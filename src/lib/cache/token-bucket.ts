/** An allowance that refills steadily: `capacity` at once, then one every `interval` milliseconds. */
export class TokenBucket {
  readonly #capacity: number;
  readonly #interval: number;
  #tokens: number;
  #countedAt: number;

  constructor(capacity: number, interval: number, now: number) {
    this.#capacity = capacity;
    this.#interval = interval;
    this.#tokens = capacity;
    this.#countedAt = now;
  }

  /** Milliseconds until a token can be spent. */
  waitFrom(now: number): number {
    this.#refill(now);
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) * this.#interval);
  }

  spend(now: number): void {
    this.#refill(now);
    this.#tokens = Math.max(0, this.#tokens - 1);
  }

  #refill(now: number): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#countedAt) / this.#interval);
    this.#countedAt = now;
  }
}
