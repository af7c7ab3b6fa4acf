import { call } from '../worker/worker.ts';

/** One recorded exchange (HAR 1.2: http://www.softwareishard.com/blog/har-12-spec/). */
type Entry = Record<string, unknown>;

/** A request and its response. */
export interface Exchange {
  method: string;
  path: string;
  response: Response;
}

/** Sends requests to the shared Worker and records them as a HAR file. */
export class Recorder {
  readonly exchanges: Exchange[] = [];
  readonly #entries: Entry[] = [];

  readonly fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await call(path, init);
    const text = await response.clone().text();
    this.#entries.push(entryOf(new URL(path, 'http://localhost'), init, response, text));
    this.exchanges.push({ method: init.method ?? 'GET', path, response });
    return response;
  };

  har(): string {
    const creator = { name: 'tests', version: '1' };
    return JSON.stringify({ log: { version: '1.2', creator, entries: this.#entries } });
  }
}

function entryOf(url: URL, init: RequestInit, response: Response, text: string): Entry {
  const headers = new Headers(init.headers);
  const mimeType = headers.get('content-type') ?? '';
  return {
    startedDateTime: '2026-01-01T00:00:00Z',
    time: 0,
    timings: { send: 0, wait: 0, receive: 0 },
    cache: {},
    request: {
      method: init.method ?? 'GET',
      url: url.href,
      httpVersion: 'HTTP/1.1',
      headers: pairsOf(headers),
      queryString: pairsOf(url.searchParams),
      cookies: [],
      headersSize: -1,
      bodySize: -1,
      ...(typeof init.body === 'string' && { postData: { mimeType, text: init.body } }),
    },
    response: {
      status: response.status,
      statusText: response.statusText,
      httpVersion: 'HTTP/1.1',
      headers: pairsOf(response.headers),
      cookies: [],
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      content: { size: text.length, mimeType: response.headers.get('content-type') ?? '', text },
    },
  };
}

function pairsOf(pairs: Iterable<[string, string]>): { name: string; value: string }[] {
  return Array.from(pairs, ([name, value]) => ({ name, value }));
}
