import type { Draft } from '../request/draft.ts';
import { type Exchange, jsonOf, type Received, receivedOf } from '../request/exchange.ts';
import { linksOf } from '../request/link-header.ts';

/** A request that a response suggests. */
export interface FollowUp {
  name: string;
  draft: Draft;
  /** Whether it is sent at once. A write is filled in, and sent by hand. */
  isSent: boolean;
}

const PAGE_NAMES: Readonly<Record<string, string>> = {
  first: 'First page',
  prev: 'Previous page',
  next: 'Next page',
  last: 'Last page',
};

const WRITES: readonly string[] = ['PUT', 'PATCH', 'DELETE'];
const PRECONDITION_FAILED = 412;

/** The requests that a response suggests: other pages, conditional requests, a change of the document. */
export function followUpsOf(exchange: Exchange, origin: string): FollowUp[] {
  const received = receivedOf(exchange);
  if (received === null) return [];
  const { draft } = exchange;
  const pages = linksOf(received.headers, origin)
    .filter(({ relation }) => PAGE_NAMES[relation] !== undefined)
    .map(({ relation, path }) => ({
      name: PAGE_NAMES[relation] ?? relation,
      draft: { ...withoutConditions(draft), path },
      isSent: true,
    }));
  return [...pages, ...conditional(draft, received), ...created(draft, received, origin)];
}

/** Requests that send the validator of the response back (RFC 9110 section 13). */
function conditional(draft: Draft, received: Received): FollowUp[] {
  const tag = received.headers.get('etag');
  if (tag !== null && received.status === PRECONDITION_FAILED) return overtaken(draft, tag);
  if (tag === null || received.status >= 400) return [];
  if (WRITES.includes(draft.method)) {
    if (draft.method === 'DELETE') return [];
    const again = { ...draft, headers: { ...withoutConditions(draft).headers, 'If-Match': tag } };
    return [{ name: 'Write again with If-Match', draft: again, isSent: false }];
  }
  if (draft.method !== 'GET') return [];
  const headers = { ...withoutConditions(draft).headers, 'If-None-Match': tag };
  const again = { name: 'Send again with If-None-Match', draft: { ...draft, headers }, isSent: true };
  return isDocument(draft, received) ? [again, change(draft, received, tag)] : [again];
}

/** What to do about a document that has changed meanwhile: see it, or write over it. */
function overtaken(draft: Draft, tag: string): FollowUp[] {
  const { body: _, ...rest } = draft;
  const { headers } = withoutConditions(draft);
  return [
    { name: 'Read the present version', draft: { ...rest, method: 'GET', headers: {} }, isSent: true },
    {
      name: 'Write over it with If-Match',
      draft: { ...draft, headers: { ...headers, 'If-Match': tag } },
      isSent: false,
    },
  ];
}

/** A `PATCH` of a document that fails if the document has changed since. */
function change(draft: Draft, received: Received, tag: string): FollowUp {
  const { id: _, ...members } = jsonOf(received) as Record<string, unknown>;
  const [first] = Object.entries(members).filter(([, value]) => typeof value !== 'object');
  return {
    name: 'Change it with If-Match',
    draft: {
      method: 'PATCH',
      path: draft.path.replace(/\?.*$/s, ''),
      headers: { 'Content-Type': 'application/json', 'If-Match': tag },
      body: JSON.stringify(first === undefined ? {} : Object.fromEntries([first]), null, 2),
    },
    isSent: false,
  };
}

function created(draft: Draft, { status, headers }: Received, origin: string): FollowUp[] {
  const url = URL.parse(headers.get('location') ?? '', origin);
  if (status !== 201 || !headers.has('location') || url === null || url.origin !== origin) return [];
  return [
    {
      name: 'Read the new document',
      draft: { ...withoutConditions(draft), method: 'GET', path: url.pathname },
      isSent: true,
    },
  ].map(({ draft: { body: _, ...read }, ...rest }) => ({ ...rest, draft: { ...read, headers: {} } }));
}

const CONDITIONS = /^(if-(none-)?match|if-(un)?modified-since|idempotency-key)$/i;

function withoutConditions(draft: Draft): Draft {
  const kept = Object.entries(draft.headers ?? {}).filter(([name]) => !CONDITIONS.test(name));
  return { ...draft, headers: Object.fromEntries(kept) };
}

/** Whether the response is one document of a collection. */
function isDocument({ path }: Draft, received: Received): boolean {
  const value = received.status === 200 ? jsonOf(received) : undefined;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && /^\/api\/\w+(\/[^/?.]+)?(\?|$)/.test(path) && !path.includes('_per_page');
}
