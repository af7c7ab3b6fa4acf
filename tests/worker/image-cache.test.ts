import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCachedWorker } from '../support/cached-worker.ts';
import { look, quarters } from '../support/images.ts';
import { HOST, upstream } from '../support/upstream.ts';
import { call } from '../support/worker.ts';

const HOME = 'https://elsewhere.example/home.png';

/** The Worker behind the local cache, and another Worker of the owner with a binding to its Renderer. */
const { server: cachedServer } = useCachedWorker({
  vars: { IMAGE_SOURCE: HOME },
  others: [
    {
      config: {
        name: 'neighbour',
        main: './tests/support/neighbour-worker.ts',
        compatibility_date: '2026-10-01',
        services: [{ binding: 'RENDERER', service: 'perigee', entrypoint: 'Renderer' }],
      },
    },
  ],
});

interface NeighbourEnv {
  RENDERER: { purge(source: string): Promise<void> };
}

const PICTURE = quarters(300, 200);
let fetched = 0;

beforeEach(() => {
  fetched = 0;
  upstream.use(
    http.get(`${HOST}/*`, () => {
      fetched++;
      return HttpResponse.arrayBuffer(PICTURE.buffer, {
        headers: { etag: '"1"', 'cache-control': 'max-age=7200' },
      });
    }),
  );
});

const read = (path: string, headers: Record<string, string> = {}) => call(path, { headers }, cachedServer);

/** The variants that the binding was called for: each call is billed. */
async function rendered(requests: () => Promise<unknown>): Promise<string[]> {
  cachedServer.clearLogs();
  await requests();
  return cachedServer.getLogs().flatMap(({ message }) => {
    const found = /"event":"render","variant":"([^"]*)"/.exec(String(message));
    return found?.[1] === undefined ? [] : [found[1]];
  });
}

const pick = <T>(values: readonly T[]): T => values[Math.floor(Math.random() * values.length)] as T;
const shuffled = <T>(values: readonly T[]): T[] => values.toSorted(() => Math.random() - 0.5);

async function inBatches(count: number, request: () => Promise<Response>): Promise<void> {
  for (let done = 0; done < count; done += 50) {
    const responses = await Promise.all(Array.from({ length: 50 }, request));
    for (const response of responses) {
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    }
  }
}

const ACCEPTS = ['*/*', 'image/avif,image/webp', 'image/webp', 'text/html', 'image/jpeg;q=0.3'];

describe('one picture', () => {
  it('is rendered once for 1,000 spellings of it', async () => {
    const spelling = () => {
      const options = shuffled([
        pick(['width=120', 'w=120', 'w_120', 'width=60,dpr=2', 'w=0120']),
        pick(['format=webp', 'f=webp', 'f_webp', 'format=webp,quality=85']),
        pick(['fit=scale-down', 'anim=true', 'sharpen=0', 'rotate=0', 'metadata=copyright']),
      ]).join(',');
      const source = pick(['one.png', '%6fne.png', 'one.png', 'one.png%3Fx=1']);
      const stray = pick(['', `?r=${Math.random()}`, `?a=${Math.random()}&b`]);
      return read(`/image/${options}/${HOST}/${source}${stray}`, {
        accept: `${pick(ACCEPTS)},x/${Math.random()}`,
      });
    };
    expect(await rendered(() => inBatches(1000, spelling))).toEqual(['format=webp,width=120']);
    expect(fetched).toBe(1);
  });

  it('is rendered at most once a format when the client chooses', async () => {
    const random = () =>
      read(`/image/f=auto,w=90/${HOST}/auto.png`, { accept: `${pick(ACCEPTS)},x/${Math.random()}` });
    const variants = await rendered(() => inBatches(200, random));
    expect(variants.toSorted()).toEqual(['format=avif,width=90', 'format=webp,width=90', 'width=90']);
  });

  it('is rendered once for a sweep of widths that it does not have', async () => {
    let width = 300;
    const wider = () => read(`/image/f=webp,w=${width++}/${HOST}/wide.png`);
    expect(await rendered(() => inBatches(100, wider))).toEqual(['format=webp']);
  });

  it('is rendered once for a sweep of heights that do not bind it', async () => {
    let height = 200;
    const higher = () => read(`/image/w=90,h=${height++}/${HOST}/high.png`);
    expect(await rendered(() => inBatches(50, higher))).toEqual(['width=90']);
  });
});

describe('the cache of the Renderer', () => {
  it('answers 304 without rendering', async () => {
    const path = `/image/width=50/${HOST}/tagged.png`;
    const first = await read(path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    await first.arrayBuffer();
    const calls = await rendered(async () => {
      const second = await read(path, { 'if-none-match': `"x", W/${etag}` });
      expect([second.status, second.headers.get('etag')]).toEqual([304, etag]);
      expect(await second.text()).toBe('');
    });
    expect(calls).toEqual([]);
  });

  it('says whether it had the picture', async () => {
    const path = `/image/width=51/${HOST}/timed.png`;
    const timings = [];
    for (let i = 0; i < 2; i++) {
      const response = await read(path);
      await response.arrayBuffer();
      timings.push(response.headers.get('server-timing'));
    }
    expect(timings).toEqual(['renderer;desc=MISS', 'renderer;desc=HIT']);
  });

  it('keeps nothing of an IMAGE_SOURCE that is on no list', async () => {
    let asked = 0;
    const answers = [new HttpResponse(null, { status: 500 }), HttpResponse.arrayBuffer(PICTURE.buffer)];
    upstream.use(http.get(HOME, () => answers[asked++]));
    expect([(await read('/image.jpg')).status, (await read('/image.jpg')).status]).toEqual([502, 200]);
  });

  it('keeps a failure for a moment', async () => {
    let asked = 0;
    upstream.use(
      http.get(`${HOST}/broken.png`, () => {
        asked++;
        return new HttpResponse(null, { status: 500 });
      }),
    );
    for (let i = 0; i < 5; i++) expect((await read(`/image/w=9/${HOST}/broken.png`)).status).toBe(502);
    expect(asked).toBe(1);
  });

  it('forgets all sizes of a source at one purge', async () => {
    const sizes = () =>
      Promise.all(
        [60, 61, 62].map(async (w) => (await read(`/image/w=${w}/${HOST}/purged.png`)).arrayBuffer()),
      );
    await sizes();
    expect(await rendered(sizes)).toEqual([]);
    const { RENDERER } = await cachedServer.getWorker<NeighbourEnv>('neighbour').getEnv();
    await RENDERER.purge(`${HOST}/other.png`);
    expect(await rendered(sizes)).toEqual([]);
    await RENDERER.purge(`${HOST}/purged.png`);
    expect((await rendered(sizes)).toSorted()).toEqual(['width=60', 'width=61', 'width=62']);
  });
});

it('describes a picture for two calls, of which one is the picture itself', async () => {
  const describing = async () => {
    const response = await read(`/image/width=100,format=json/${HOST}/described.png`);
    expect(response.headers.get('content-type')).toBe('application/json');
    const description = (await response.json()) as Record<string, unknown>;
    expect(description).toMatchObject({
      width: 100,
      height: 67,
      format: 'image/png',
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
      original: { width: 300, height: 200, format: 'image/png', file_size: PICTURE.length },
    });
    const placeholder = Buffer.from(String(description['placeholder']).split(',')[1] ?? '', 'base64');
    const { width, height } = await look(new Uint8Array(placeholder).buffer);
    expect([width, height]).toEqual([16, 11]);
    const picture = await (await read(`/image/width=100/${HOST}/described.png`)).arrayBuffer();
    expect(description['file_size']).toBe(picture.byteLength);
  };
  expect((await rendered(describing)).toSorted()).toEqual(['width=100', 'width=16']);
});
