import { describe, expect, it } from 'vitest';
import { readPublicProblem, secretError, useFaultyWorker } from '../../support/worker/faulty-worker.ts';
import { call } from '../../support/worker/worker.ts';

const faulty = useFaultyWorker({ EDGE_CACHE: 'off' });
const { server } = faulty;

const PATH = '/image/w=160,format=webp/pictures/orbit.jpg';

describe('the Images binding', () => {
  it.each([
    ['fails without a code', { error: secretError('Network connection lost.') }, 502, 'render-failed'],
    ['is busy', { error: secretError('busy'), code: 9422 }, 503, 'images-busy'],
    ['cannot decode', { error: secretError('decode'), code: 9999 }, 422, 'undecodable-image'],
  ])('that %s makes a problem', async (_, fault, status, code) => {
    await faulty.break({ IMAGES: fault });
    const response = await call(PATH, {}, server);
    expect(response.status).toBe(status);
    expect(await readPublicProblem(response)).toMatchObject({ code });
  });

  it('that fails leaves images that need no rendering', async () => {
    await faulty.break({ IMAGES: { error: secretError('Network connection lost.') } });
    const response = await call('/image/_/pictures/orbit.jpg', {}, server);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('that fails redirects to the source with onerror=redirect', async () => {
    await faulty.break({ IMAGES: { error: secretError('Network connection lost.') } });
    const response = await call(PATH.replace('w=160', 'w=160,onerror=redirect'), {}, server);
    expect([response.status, response.headers.get('location')]).toEqual([302, '/pictures/orbit.jpg']);
  });
});

describe('the static files', () => {
  it.each([
    ['throw', { error: secretError('Network connection lost.') }, 502, 'source-unreachable'],
    ['respond with 500', { status: 500 }, 502, 'source-failed'],
    ['respond with 503', { status: 503 }, 503, 'source-busy'],
    ['respond with 404', { status: 404 }, 404, 'no-such-file'],
  ])('that %s make a problem of an image', async (_, fault, status, code) => {
    await faulty.break({ ASSETS: fault });
    const response = await call(PATH, {}, server);
    expect(response.status).toBe(status);
    expect(await readPublicProblem(response)).toMatchObject({ code });
  });
});
