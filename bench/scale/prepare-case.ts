import type { Case, Sizes } from './cases.ts';

/** Sends a request to the Worker under measurement. */
export type Send = (path: string, init?: RequestInit) => Promise<Response>;

/** Prepares the n-th request of a case, and returns a function that sends it. */
export async function prepareCase(
  oneCase: Case,
  sizes: Sizes,
  token: string,
  send: Send,
  n = 0,
): Promise<() => Promise<Response>> {
  const { method, follow, body, isConditional } = oneCase;
  const path = await followLinks(oneCase.path(sizes, n), follow, send);
  const headers = new Headers(oneCase.headers?.(n));
  if (method !== 'GET') headers.set('authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (isConditional) {
    const stored = await send(path);
    await stored.arrayBuffer();
    headers.set('if-none-match', stored.headers.get('etag') ?? '');
  }
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body(n)) }) };
  return () => send(path, init);
}

async function followLinks(path: string, relations: readonly string[], send: Send): Promise<string> {
  const [relation, ...rest] = relations;
  if (relation === undefined) return path;
  const response = await send(path);
  await response.arrayBuffer();
  const link = new RegExp(`<([^>]*)>; rel="${relation}"`).exec(response.headers.get('link') ?? '')?.[1];
  // Without this link there is no such page, and the request for the present one is measured.
  if (link === undefined) return path;
  const url = new URL(link, 'http://localhost');
  return followLinks(url.pathname + url.search, rest, send);
}
