import { parseDirectives } from '../../http/cache-control.ts';

/** How long a stored answer may be used, in seconds. */
export interface Freshness {
  maxAge: number;
  staleWhileRevalidate: number;
  staleIfError: number;
}

/** Cloudflare reads the first of these that is there ("Header precedence", workers/cache/configuration). */
const BY_PRECEDENCE = ['cloudflare-cdn-cache-control', 'cdn-cache-control', 'cache-control'];

/** Serving stale is forbidden by these (RFC 9111 section 4.2.4). */
const FORBID_STALE = ['must-revalidate', 'proxy-revalidate', 's-maxage'];

/**
 * What an answer allows a shared cache, or `null` when it may not be stored. Without any of the three headers it may
 * not; Cloudflare would guess a lifetime, so every answer of Perigee says one.
 */
export function freshnessOf(headers: Headers): Freshness | null {
  const name = BY_PRECEDENCE.find((candidate) => headers.has(candidate));
  if (name === undefined) return null;
  const directives = parseDirectives(headers.get(name) ?? '');
  if (directives.has('no-store') || directives.has('private')) return null;
  const maxAge = directives.has('no-cache')
    ? 0
    : seconds(directives.get('s-maxage') ?? directives.get('max-age'));
  if (maxAge === undefined) return null;
  const mayBeStale = !FORBID_STALE.some((directive) => directives.has(directive));
  return {
    maxAge,
    staleWhileRevalidate: mayBeStale ? (seconds(directives.get('stale-while-revalidate')) ?? 0) : 0,
    // Not said means for ever at Cloudflare.
    staleIfError: mayBeStale ? (seconds(directives.get('stale-if-error')) ?? Infinity) : 0,
  };
}

/** Whether the answer to a request with `Authorization` may be stored (RFC 9111 section 3.5). */
export function allowsAuthorized(headers: Headers): boolean {
  const name = BY_PRECEDENCE.find((candidate) => headers.has(candidate)) ?? 'cache-control';
  const directives = parseDirectives(headers.get(name) ?? '');
  return ['public', 'must-revalidate', 's-maxage'].some((directive) => directives.has(directive));
}

function seconds(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}
