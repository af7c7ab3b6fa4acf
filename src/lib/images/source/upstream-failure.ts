import { Problem } from '../../http/problem/problem.ts';

/** Turns the first error of a source into the Problem that clients see. */
export class UpstreamFailure {
  readonly #signal: AbortSignal;
  readonly #timeout: number;
  #problem: Problem | undefined;

  /**
   * @param signal aborts when the time budget is spent
   * @param timeout the budget, in milliseconds
   */
  constructor(signal: AbortSignal, timeout: number) {
    this.#signal = signal;
    this.#timeout = timeout;
  }

  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** Records the first error. When the signal is aborted, every error that is not a Problem is a timeout. */
  record(cause: unknown): Problem {
    this.#problem ??= cause instanceof Problem ? cause : this.#explain(cause);
    return this.#problem;
  }

  #explain(cause: unknown): Problem {
    return this.#signal.aborted
      ? new Problem('source-timeout', `The source took longer than ${this.#timeout / 1000} s.`, { cause })
      : new Problem('source-unreachable', 'The source cannot be reached.', { cause });
  }
}
