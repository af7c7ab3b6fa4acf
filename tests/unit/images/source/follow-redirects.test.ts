import { describe, expect, it } from 'vitest';
import { followRedirects } from '../../../../src/lib/images/source/follow-redirects.ts';

const START = 'https://a.example/0';

/** Follows redirects from START by a table of location headers; every other URL is an image. */
async function follow(locations: Record<string, string>, isAllowed = (_: URL) => true) {
  const requests: { url: string; init: RequestInit | undefined }[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = String(input);
    requests.push({ url, init });
    const location = locations[url];
    return location === undefined
      ? new Response(`image of ${url}`)
      : new Response('moved', { status: 302, headers: { location } });
  };
  const { signal } = new AbortController();
  const response = followRedirects(new URL(START), signal, { fetch, isAllowed });
  const outcome = await response.then(
    (found) => found.text(),
    (problem: Error) => problem,
  );
  return { outcome, requests, urls: requests.map(({ url }) => url) };
}

const failure = (message: string) =>
  expect.objectContaining({ code: 'source-failed', status: 502, message: expect.stringContaining(message) });

describe('followRedirects()', () => {
  it('follows three redirects, absolute or relative', async () => {
    const { outcome } = await follow({
      [START]: '/1?x',
      'https://a.example/1?x': '//b.example/2',
      'https://b.example/2': 'https://c.example/3',
    });
    expect(outcome).toBe('image of https://c.example/3');
  });

  it('refuses a fourth redirect and does not request it', async () => {
    const { outcome, urls } = await follow({
      [START]: '/1',
      'https://a.example/1': '/2',
      'https://a.example/2': '/3',
      'https://a.example/3': '/4',
    });
    expect(outcome).toEqual(failure('more than 3 times'));
    expect(urls).toHaveLength(4);
  });

  it('ends a loop', async () => {
    const { outcome, urls } = await follow({ [START]: START });
    expect(outcome).toEqual(failure('more than 3 times'));
    expect(urls).toHaveLength(4);
  });

  it.each([
    ['another host', 'https://evil.example/'],
    ['another scheme', 'http://a.example/1'],
    ['another port', 'https://a.example:8443/1'],
    ['a data URL', 'data:image/png;base64,AAAA'],
    ['a file URL', 'file:///etc/passwd'],
    ['a location that is not a URL', 'https://[/'],
  ])('does not request %s that the list does not allow', async (_, location) => {
    const { outcome, urls } = await follow(
      { [START]: location },
      ({ origin }) => origin === 'https://a.example',
    );
    expect(outcome).toEqual(failure('not allowed'));
    expect(urls).toEqual([START]);
  });

  it('does not request the source itself when it is not allowed', async () => {
    const { outcome, urls } = await follow({}, () => false);
    expect(outcome).toEqual(failure('not allowed'));
    expect(urls).toEqual([]);
  });

  it('returns a 3xx response without a location', async () => {
    const fetch = async () => new Response(null, { status: 304 });
    const { signal } = new AbortController();
    const response = await followRedirects(new URL(START), signal, { fetch, isAllowed: () => true });
    expect(response.status).toBe(304);
  });

  it('sends the same four headers with every request', async () => {
    const { requests } = await follow({ [START]: '/1' });
    for (const { init } of requests) {
      expect(init?.redirect).toBe('manual');
      expect(init?.headers).toEqual({
        accept: 'image/*',
        'accept-encoding': 'identity',
        'user-agent': 'Perigee',
        via: '1.1 perigee',
      });
    }
    expect(requests).toHaveLength(2);
  });
});
