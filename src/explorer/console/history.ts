import { type Draft, withoutSecrets } from '../request/draft.ts';
import { type Exchange, receivedOf } from '../request/exchange.ts';

/** A request that was sent in this tab. */
export interface Sent {
  draft: Draft;
  /** `null` where there was no response. */
  status: number | null;
  milliseconds: number | null;
  /** When it was sent, in milliseconds since 1970. */
  at: number;
}

/** In the session storage, so that it ends with the tab. */
const KEY = 'perigee-console-history';
const MAX_ENTRIES = 30;
/** Characters of a body that are kept; a longer one is left out. */
const MAX_BODY = 10_000;

export function readHistory(storage: Storage): Sent[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(value) ? (value as Sent[]) : [];
  } catch {
    return [];
  }
}

/** Adds an exchange in front, without credentials. The same request stands in the history once. */
export function remember(exchange: Exchange, at: number, storage: Storage): Sent[] {
  const received = receivedOf(exchange);
  const draft = stored(exchange.draft);
  const entry: Sent = {
    draft,
    status: received?.status ?? null,
    milliseconds: received?.milliseconds ?? null,
    at,
  };
  const others = readHistory(storage).filter((one) => JSON.stringify(one.draft) !== JSON.stringify(draft));
  const history = [entry, ...others].slice(0, MAX_ENTRIES);
  try {
    storage.setItem(KEY, JSON.stringify(history));
  } catch {
    // The storage of the browser is full or turned off: the history of the page is enough.
  }
  return history;
}

export function clearHistory(storage: Storage): void {
  storage.removeItem(KEY);
}

function stored(draft: Draft): Draft {
  const { body, ...rest } = withoutSecrets(draft);
  return { ...rest, ...(body !== undefined && body.length <= MAX_BODY && { body }) };
}
