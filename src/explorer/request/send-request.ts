import { sessionToken } from '../session/token.ts';
import type { Draft } from './draft.ts';
import type { Exchange, Received } from './exchange.ts';

const TEXT_TYPE = /^text\/|[/+](json|xml)$|^application\/(x-ndjson|javascript)$/;

/**
 * Sends a request to this origin, with the token of the session unless the draft says otherwise. The browser's own cache
 * takes no part (`no-store`), so that the response is that of the edge or of the Worker.
 */
export async function sendRequest(
  draft: Draft,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Exchange> {
  const { method, path, body } = draft;
  const headers = new Headers(draft.headers);
  const token = sessionToken();
  const hasToken = token !== null && !headers.has('authorization');
  if (hasToken) headers.set('authorization', `Bearer ${token}`);
  const started = performance.now();
  try {
    const response = await fetch(new URL(path, location.origin), {
      method,
      headers,
      cache: 'no-store',
      redirect: 'follow',
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    return { draft, hasToken, outcome: await readResponse(response, started) };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { draft, hasToken, outcome: { failure: error instanceof Error ? error.message : String(error) } };
  }
}

async function readResponse(response: Response, started: number): Promise<Received> {
  const blob = await response.blob();
  const milliseconds = performance.now() - started;
  const type = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim() ?? '';
  return {
    status: response.status,
    headers: response.headers,
    type,
    body: TEXT_TYPE.test(type) ? await blob.text() : blob,
    bytes: blob.size,
    milliseconds,
  };
}
