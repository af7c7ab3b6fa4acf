import fc from 'fast-check';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { look, quarters } from '../../support/images/images.ts';
import { useCachedWorker } from '../../support/worker/cached-worker.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { call } from '../../support/worker/worker.ts';

const HOME = 'https://elsewhere.example/home.png';

/** The Worker behind the local cache, and another Worker of the owner with a binding to its Renderer. */
const { server: cachedServer } = useCachedWorker({
  vars: { IMAGE_SOURCE: HOME },
  others: [
    {
      name: 'neighbour',
      modules: true,
      script: `export default { fetch: () => new Response('') };`,
      compatibilityDate: '2026-10-01',
      serviceBindings: { RENDERER: { name: 'perigee', entrypoint: 'Renderer' } },
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

/** The variants that the binding rendered since the last `clearLogs()`. Each call is billed. */
async function renderedSoFar(): Promise<string[]> {
  return (await cachedServer.logs()).flatMap(({ message }) => {
    const found = /"event":"render","variant":"([^"]*)"/.exec(message);
    return found?.[1] === undefined ? [] : [found[1]];
  });
}

async function rendered(requests: () => Promise<unknown>): Promise<string[]> {
  await cachedServer.clearLogs();
  await requests();
  return renderedSoFar();
}

interface Spelling {
  path: string;
  accept: string;
}

async function readTogether(spellings: Spelling[]): Promise<void> {
  const responses = await Promise.all(spellings.map(({ path, accept }) => read(path, { accept })));
  for (const response of responses) {
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  }
}

/** Requests random spellings, 50 at a time, and checks after each batch what was rendered in all. */
async function expectRendered(
  spelling: fc.Arbitrary<Spelling>,
  batches: number,
  variants: string[],
): Promise<void> {
  await cachedServer.clearLogs();
  const batch = fc.array(spelling, { minLength: 50, maxLength: 50 });
  const property = fc.asyncProperty(batch, async (spellings) => {
    await readTogether(spellings);
    const found = await renderedSoFar();
    for (const variant of found) expect(variants).toContain(variant);
    expect(found.length).toBeLessThanOrEqual(variants.length);
  });
  // The cache remembers earlier batches, so a smaller example cannot be tried. The seed repeats the run.
  await fc.assert(property, { numRuns: batches, endOnFailure: true });
  expect((await renderedSoFar()).toSorted()).toEqual(variants);
}

const accept = fc
  .tuple(
    fc.constantFrom('*/*', 'image/avif,image/webp', 'image/webp', 'text/html', 'image/jpeg;q=0.3'),
    fc.nat(),
  )
  .map(([types, stray]) => `${types},x/${stray}`);

describe('one image', () => {
  it('is rendered once for 1,000 spellings of its URL', async () => {
    const options = fc
      .tuple(
        fc.constantFrom('width=120', 'w=120', 'w_120', 'width=60,dpr=2', 'w=0120'),
        fc.constantFrom('format=webp', 'f=webp', 'f_webp', 'format=webp,quality=85'),
        fc.constantFrom('fit=scale-down', 'anim=true', 'sharpen=0', 'rotate=0', 'metadata=copyright'),
      )
      .chain((parts) => fc.shuffledSubarray(parts, { minLength: parts.length }));
    const source = fc.constantFrom('one.png', '%6fne.png', 'one.png%3Fx=1');
    const stray = fc.oneof(
      fc.constant(''),
      fc.nat().map((value) => `?r=${value}`),
      fc.nat().map((value) => `?a=${value}&b`),
    );
    const spelling = fc
      .tuple(options, source, stray)
      .map(([parts, file, query]) => `/image/${parts.join(',')}/${HOST}/${file}${query}`);
    await expectRendered(fc.record({ path: spelling, accept }), 20, ['format=webp,width=120']);
    expect(fetched).toBe(1);
  });

  it('is rendered at most once per format when the client chooses the format', async () => {
    const path = fc.constant(`/image/f=auto,w=96/${HOST}/auto.png`);
    await expectRendered(fc.record({ path, accept }), 4, [
      'format=avif,width=96',
      'format=webp,width=96',
      'width=96',
    ]);
  });

  it('is rendered at most 72 times for 1,000 sizes and qualities of an unsigned URL', async () => {
    const sizes = Array.from({ length: 20 }, (_, i) => `w=${121 + (i % 7)},dpr=1.${i % 10}`);
    const all = async () => {
      for (let q = 1; q <= 50; q++) {
        const path = (size: string) => `/image/f=webp,${size},q=${q * 2}/${HOST}/free.png`;
        await readTogether(sizes.map((size) => ({ path: path(size), accept: '*/*' })));
      }
    };
    const variants = await rendered(all);
    // Eight usual widths from 128 to 250, nine qualities.
    expect(variants.length).toBeLessThanOrEqual(72);
  });

  it('is rendered once for 100 widths larger than its own', async () => {
    const widths = Array.from({ length: 100 }, (_, i) => 300 + i);
    const wider = () =>
      readTogether(widths.map((w) => ({ path: `/image/f=webp,w=${w}/${HOST}/wide.png`, accept: '*/*' })));
    expect(await rendered(wider)).toEqual(['format=webp']);
  });

  it('is rendered once for 50 heights that do not bind it', async () => {
    const heights = Array.from({ length: 50 }, (_, i) => 200 + i);
    const higher = () =>
      readTogether(heights.map((h) => ({ path: `/image/w=96,h=${h}/${HOST}/high.png`, accept: '*/*' })));
    expect(await rendered(higher)).toEqual(['width=96']);
  });

  it('is fetched once for any widths larger than its own, in one request after another', async () => {
    for (let i = 0; i < 2; i++)
      for (const width of [300, 320, 350])
        await (await read(`/image/w=${width}/${HOST}/refetched.png`)).arrayBuffer();
    expect(fetched).toBe(1);
  });

  it('is fetched once for 40 spellings that begin together', async () => {
    const spellings = [
      ...Array.from({ length: 20 }, (_, i) => `f=webp,w=${300 + i}`),
      ...Array.from({ length: 20 }, (_, i) => `f=webp,h=${200 + i}`),
    ];
    await readTogether(
      spellings.map((options) => ({ path: `/image/${options}/${HOST}/together.png`, accept: '*/*' })),
    );
    expect(fetched).toBe(1);
  });

  it('is fetched once per rendering: 3 times for 3 formats of `format=auto` in 30 requests', async () => {
    const formats = ['image/avif,image/webp', 'image/webp', 'image/png'];
    const requests = Array.from({ length: 30 }, (_, i) => ({
      path: `/image/f=auto,w=${300 + i}/${HOST}/formats.png`,
      accept: formats[i % 3] ?? '',
    }));
    expect((await rendered(() => readTogether(requests))).toSorted()).toEqual(['format=avif', 'format=webp']);
    expect(fetched).toBe(3);
  });
});

describe('the cache of the Renderer', () => {
  it('responds 304 without rendering', async () => {
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

  it('shows a hit or a miss in Server-Timing', async () => {
    const path = `/image/width=51/${HOST}/timed.png`;
    const timings = [];
    for (let i = 0; i < 2; i++) {
      const response = await read(path);
      await response.arrayBuffer();
      timings.push(response.headers.get('server-timing'));
    }
    expect(timings).toEqual(['renderer;desc=MISS', 'renderer;desc=HIT']);
  });

  it('stores nothing of an IMAGE_SOURCE that is on no allow-list', async () => {
    let requests = 0;
    const responses = [new HttpResponse(null, { status: 500 }), HttpResponse.arrayBuffer(PICTURE.buffer)];
    upstream.use(http.get(HOME, () => responses[requests++]));
    expect([(await read('/image.jpg')).status, (await read('/image.jpg')).status]).toEqual([502, 200]);
  });

  it('stores a failure for seconds', async () => {
    let requests = 0;
    upstream.use(
      http.get(`${HOST}/broken.png`, () => {
        requests++;
        return new HttpResponse(null, { status: 500 });
      }),
    );
    for (let i = 0; i < 5; i++) expect((await read(`/image/w=9/${HOST}/broken.png`)).status).toBe(502);
    expect(requests).toBe(1);
  });

  it('drops every variant of a source, and of no other source, at one purge', async () => {
    const widths = [64, 80, 96, 400];
    const readAll = () =>
      Promise.all(
        widths.map(async (w) => (await read(`/image/f=webp,w=${w}/${HOST}/purged.png`)).arrayBuffer()),
      );
    await readAll();
    expect(fetched).toBe(4);
    expect(await rendered(readAll)).toEqual([]);
    expect(fetched).toBe(4);
    const { RENDERER } = await cachedServer.bindingsOf<NeighbourEnv>('neighbour');
    await RENDERER.purge(`${HOST}/other.png`);
    expect(await rendered(readAll)).toEqual([]);
    await RENDERER.purge(`${HOST}/purged.png`);
    expect((await rendered(readAll)).toSorted()).toEqual([
      'format=webp',
      'format=webp,width=64',
      'format=webp,width=80',
      'format=webp,width=96',
    ]);
    expect(fetched).toBe(8);
  });

  it('drops the facts of a source at the purge of its images', async () => {
    const path = `/image/w=500/${HOST}/grown.png`;
    expect((await look(await (await read(path)).arrayBuffer())).width).toBe(300);
    const larger = quarters(600, 400);
    upstream.use(http.get(`${HOST}/grown.png`, () => HttpResponse.arrayBuffer(larger.buffer)));
    expect((await look(await (await read(path)).arrayBuffer())).width).toBe(300);
    const { RENDERER } = await cachedServer.bindingsOf<NeighbourEnv>('neighbour');
    await RENDERER.purge(`${HOST}/grown.png`);
    expect((await look(await (await read(path)).arrayBuffer())).width).toBe(500);
  });

  it('never shows a source that has grown in the size of the smaller one', async () => {
    await (await read(`/image/w=100/${HOST}/growing.png`)).arrayBuffer();
    const larger = quarters(2000, 1400);
    upstream.use(
      http.get(`${HOST}/growing.png`, () =>
        HttpResponse.arrayBuffer(larger.buffer, { headers: { etag: '"2"' } }),
      ),
    );
    // The facts of the smaller source are still stored: by them, 400 px would be the whole image.
    const image = await look(await (await read(`/image/w=400/${HOST}/growing.png`)).arrayBuffer());
    expect([image.width, image.height]).toEqual([400, 280]);
  });
});

describe('format=json', () => {
  it('costs two calls of the binding, of which one renders the described image itself', async () => {
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
      const image = await (await read(`/image/width=100/${HOST}/described.png`)).arrayBuffer();
      expect(description['file_size']).toBe(image.byteLength);
    };
    expect((await rendered(describing)).toSorted()).toEqual(['width=100', 'width=16']);
  });
});
