import { http, passthrough } from 'msw';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAULT_ORIGIN, upstream } from '../../support/worker/upstream.ts';
import { startWranglerDev, type WranglerDev } from '../../support/worker/wrangler-dev.ts';

// For other tests, Node fetches what the Worker asks for, which hides how a connection ended. Under `wrangler dev` workerd
// fetches itself.
let worker: WranglerDev;

beforeAll(async () => {
  worker = await startWranglerDev({ IMAGE_DEV_ORIGINS: FAULT_ORIGIN, EDGE_CACHE: 'off', RATE_LIMITS: 'off' });
});
afterAll(() => worker?.stop());
beforeEach(() => upstream.use(http.all(`${worker.origin}/*`, () => passthrough())));

describe('an upstream on a real socket', () => {
  it.concurrent.each([
    ['/silent', 504, 'longer than'],
    ['/stalled', 504, 'longer than'],
    ['/slow', 504, 'longer than'],
    ['/endless', 413, 'larger than'],
    ['/gzip-bomb', 413, 'larger than'],
    ['/reset', 502, 'cannot be reached'],
    ['/reset-later', 502, 'cannot be reached'],
    ['/shorter-than-said', 502, 'cannot be reached'],
    ['/longer-than-said', 502, 'cannot be reached'],
    ['/loop', 502, 'redirects more than'],
  ])('that is %s has the status %d', async (fault, status, says) => {
    const response = await fetch(`${worker.origin}/image/format=webp/${FAULT_ORIGIN}${fault}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const text = await response.text();
    expect(text).toContain(says);
    expect(text).not.toMatch(/sharp|vips|node_modules/i);
  });

  it.concurrent.each([
    ['/reset', 502, 'source-unreachable'],
    ['/reset-later', 502, 'source-unreachable'],
    ['/shorter-than-said', 502, 'source-unreachable'],
    ['/longer-than-said', 502, 'source-unreachable'],
    ['/endless', 413, 'source-too-large'],
  ])('that is %s has the status %d for format=json too', async (fault, status, code) => {
    const response = await fetch(`${worker.origin}/image/format=json/${FAULT_ORIGIN}${fault}`);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code });
  });
});
