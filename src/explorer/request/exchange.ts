import type { Draft } from './draft.ts';

/** A response, read to its end. */
export interface Received {
  status: number;
  headers: Headers;
  /** The media type without parameters; empty if there is none. */
  type: string;
  /** The body, as text where its type is text. */
  body: string | Blob;
  /** Bytes of the body, decoded. */
  bytes: number;
  /** Bytes of the body as they came, compressed or not; `null` if the browser does not report them. */
  transferred: number | null;
  /** Milliseconds from the request to the end of the body. */
  milliseconds: number;
  /** The path that a redirect led to. */
  redirectedTo: string | null;
}

/** A request that was sent, with its response, or with the reason why there is none. */
export interface Exchange {
  draft: Draft;
  /** Whether the request had the token of the session. */
  hasToken: boolean;
  outcome: Received | { failure: string };
}

export function receivedOf({ outcome }: Exchange): Received | null {
  return 'failure' in outcome ? null : outcome;
}

/** The value of a JSON body; `undefined` for any other body. */
export function jsonOf({ type, body }: Received): unknown {
  if (typeof body !== 'string' || !/[/+]json$/.test(type)) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The members of a problem (RFC 9457) that screens show. */
export interface ProblemBody {
  title: string;
  detail: string;
  /** The code of `/problems/{code}`. */
  code: string;
  violations: readonly { pointer: string; message: string }[];
}

/** The problem in a response, or `null` for any other body. */
export function problemOf(received: Received): ProblemBody | null {
  if (received.type !== 'application/problem+json') return null;
  const value = jsonOf(received);
  if (typeof value !== 'object' || value === null) return null;
  const { title = '', detail = '', code = '', violations = [] } = value as Partial<ProblemBody>;
  return { title, detail, code, violations };
}

/** What `Server-Timing` says about the database. A response of the edge repeats the figures of the request that filled it. */
export interface DatabaseCost {
  rowsRead: number;
  rowsWritten: number;
  roundTrips: number;
}

/** The cost in a `Server-Timing` header (`lib/http/response/server-timing.ts` writes it), or `null` without one. */
export function databaseCost(headers: Headers): DatabaseCost | null {
  const timing = headers.get('server-timing');
  if (timing === null || !/(^|,\s*)db;/.test(timing)) return null;
  const figure = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(timing)?.[1] ?? 0);
  return {
    rowsRead: figure('rows_read'),
    rowsWritten: figure('rows_written'),
    roundTrips: figure('round_trips'),
  };
}

/** The state of the cache of the Renderer, which stores images (`Server-Timing: renderer;desc=HIT`), or `null`. */
export function rendererState(headers: Headers): string | null {
  return /renderer;desc="?([A-Z]+)/.exec(headers.get('server-timing') ?? '')?.[1] ?? null;
}
