import type { Draft } from './draft.ts';
import type { Exchange } from './exchange.ts';
import { type SendOptions, sendRequest } from './send-request.ts';

/**
 * Runs one exchange at a time: a new one ends the one before, so that a slow response never replaces a later one.
 *
 * @returns a function that gives the last exchange of a run, or `null` where a later run has ended it
 */
export function latestOnly(): (run: (send: Send) => Promise<Exchange>) => Promise<Exchange | null> {
  let running = new AbortController();
  return async (run) => {
    running.abort();
    const own = new AbortController();
    running = own;
    try {
      return await run((draft, options) => sendRequest(draft, { ...options, signal: own.signal }));
    } catch (error) {
      if (own.signal.aborted) return null;
      throw error;
    }
  };
}

export type Send = (draft: Draft, options?: Pick<SendOptions, 'isAnonymous'>) => Promise<Exchange>;
