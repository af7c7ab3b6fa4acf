import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { signedPath } from '../../../src/lib/images/url/signature.ts';
import {
  BLUE,
  encoded,
  GREEN,
  look,
  quarters,
  RED,
  turnedJpeg,
  YELLOW,
} from '../../support/images/images.ts';
import { turnedByExif, turnedByIrot } from '../../support/images/rotated-images.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { call, SIGNING_KEY } from '../../support/worker/worker.ts';

const FOUR = [RED, GREEN, BLUE, YELLOW];
const CORNERS = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.1, 0.9],
  [0.9, 0.9],
] as const;

const SOURCES: Record<string, Uint8Array<ArrayBuffer>> = {
  'landscape.png': quarters(300, 200),
  'portrait.png': quarters(200, 300),
  'turned.jpg': await turnedJpeg(200, 300),
  'exif-6.png': await turnedByExif(200, 300, 6, 'png'),
  'exif-6.webp': await turnedByExif(200, 300, 6, 'webp'),
  'exif-8.jpg': await turnedByExif(200, 300, 8, 'jpeg'),
  'irot-6.avif': await turnedByIrot(200, 300, 6),
  'irot-8.avif': await turnedByIrot(200, 300, 8),
  'photo.jpg': await encoded(quarters(300, 200), 'jpeg'),
  'photo.webp': await encoded(quarters(300, 200), 'webp'),
  'photo.avif': await encoded(quarters(300, 200), 'avif'),
  'photo.gif': await encoded(quarters(300, 200), 'gif'),
  'large.png': quarters(1300, 40),
};

beforeEach(() => {
  const serve = (name: string) => HttpResponse.arrayBuffer(SOURCES[name]?.buffer ?? new ArrayBuffer());
  upstream.use(http.get(`${HOST}/:name`, ({ params }) => serve(String(params['name']))));
});

async function imageOf(options: string, source: string, headers: Record<string, string> = {}) {
  // A signed URL has every option, and exactly the size that it names.
  const path = await signedPath({ options, source: `${HOST}/${source}` }, SIGNING_KEY);
  const response = await call(path, { headers });
  const bytes = await response.arrayBuffer();
  expect(response.status, new TextDecoder().decode(bytes.slice(0, 300))).toBe(200);
  const seen = await look(bytes);
  expect(response.headers.get('content-type')).toBe(`image/${seen.format}`);
  return { ...seen, response, bytes };
}

function expectColours(actual: number[][], expected: number[][]): void {
  const difference = (a: number[] = [], b: number[] = []) =>
    [0, 1, 2].map((i) => Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  const worst = Math.max(...actual.flatMap((colour, i) => difference(colour, expected[i])));
  expect(worst, JSON.stringify({ actual, expected })).toBeLessThan(60);
}

const WHITE = [255, 255, 255];

/** For each fit: results of the landscape (300 × 200) and portrait (200 × 300) source at 100 × 100 and at 600 × 600. */
const FITS: Record<string, { small: [number, number][]; large: [number, number][]; corners: number[][][] }> =
  {
    'scale-down': {
      small: [
        [100, 67],
        [67, 100],
      ],
      large: [
        [300, 200],
        [200, 300],
      ],
      corners: [FOUR, FOUR],
    },
    contain: {
      small: [
        [100, 67],
        [67, 100],
      ],
      large: [
        [600, 400],
        [400, 600],
      ],
      corners: [FOUR, FOUR],
    },
    cover: {
      small: [
        [100, 100],
        [100, 100],
      ],
      large: [
        [600, 600],
        [600, 600],
      ],
      corners: [FOUR, FOUR],
    },
    crop: {
      small: [
        [100, 100],
        [100, 100],
      ],
      large: [
        [300, 200],
        [200, 300],
      ],
      corners: [FOUR, FOUR],
    },
    pad: {
      small: [
        [100, 100],
        [100, 100],
      ],
      large: [
        [600, 600],
        [600, 600],
      ],
      corners: [
        [WHITE, WHITE, WHITE, WHITE],
        [WHITE, WHITE, WHITE, WHITE],
      ],
    },
    squeeze: {
      small: [
        [100, 100],
        [100, 100],
      ],
      large: [
        [600, 600],
        [600, 600],
      ],
      corners: [FOUR, FOUR],
    },
  };

describe.each(Object.entries(FITS))('fit=%s', (fit, { small, large, corners }) => {
  it.each([
    ['landscape.png', 0],
    ['portrait.png', 1],
    ['turned.jpg', 1],
  ])('gives %s the expected size and colours', async (source, shape) => {
    const reduced = await imageOf(`width=100,height=100,fit=${fit}`, source);
    expect([reduced.width, reduced.height]).toEqual(small[shape]);
    const points =
      fit === 'pad'
        ? ([
            [0.02, 0.02],
            [0.98, 0.02],
            [0.02, 0.98],
            [0.98, 0.98],
          ] as const)
        : CORNERS;
    expectColours(
      points.map(([x, y]) => reduced.at(x, y)),
      corners[shape] ?? [],
    );
    const enlarged = await imageOf(`width=600,height=600,fit=${fit}`, source);
    expect([enlarged.width, enlarged.height]).toEqual(large[shape]);
  });
});

describe('fit=aspect-crop', () => {
  it.each(['landscape.png', 'portrait.png'])(
    'crops %s to the proportions without enlarging',
    async (source) => {
      const reduced = await imageOf('width=100,height=100,fit=aspect-crop', source);
      expect([reduced.width, reduced.height]).toEqual([100, 100]);
      const limited = await imageOf('width=600,height=600,fit=aspect-crop', source);
      expect([limited.width, limited.height]).toEqual([200, 200]);
      expectColours(
        CORNERS.map(([x, y]) => limited.at(x, y)),
        FOUR,
      );
    },
  );
});

describe.each(['turned.jpg', 'exif-6.png', 'exif-6.webp', 'exif-8.jpg', 'irot-6.avif', 'irot-8.avif'])(
  'the rotated source %s',
  (source) => {
    it.each([
      ['w=100,h=100,fit=aspect-crop', [100, 100]],
      // At most 200 px in width are there, so both sides become smaller.
      ['w=600,h=300,fit=aspect-crop', [200, 100]],
      ['w=300,h=600,fit=aspect-crop', [150, 300]],
      ['w=400,h=300', [200, 300]],
      ['w=100', [100, 150]],
    ])('has with %s the size of the image as shown, and its colours', async (options, size) => {
      const seen = await imageOf(`${options},format=webp`, source);
      expect([seen.width, seen.height]).toEqual(size);
      expectColours(
        CORNERS.map(([x, y]) => seen.at(x, y)),
        FOUR,
      );
    });
  },
);

describe('an image option that the local binding supports', () => {
  it.each([
    ['width=150', [150, 100]],
    ['w_150', [150, 100]],
    ['height=50', [75, 50]],
    ['s_30x20', [30, 20]],
    ['width=50,dpr=2', [100, 67]],
    ['rotate=90', [200, 300]],
    ['rotate=180', [300, 200]],
    ['rotate=90,width=100', [100, 150]],
    ['preset=card', [480, 320]],
    ['preset=card,width=90,height=60', [90, 60]],
  ])('%s gives the expected size', async (options, size) => {
    const { width, height } = await imageOf(options, 'landscape.png');
    expect([width, height]).toEqual(size);
  });

  it.each([
    ['rotate=90', [BLUE, RED, YELLOW, GREEN]],
    ['rotate=180', [YELLOW, BLUE, GREEN, RED]],
    ['rotate=270', [GREEN, YELLOW, RED, BLUE]],
    ['w=100,h=200,fit=cover,gravity=left', [RED, RED, BLUE, BLUE]],
    ['w=100,h=200,fit=cover,g=right', [GREEN, GREEN, YELLOW, YELLOW]],
    ['w=300,h=90,fit=crop,gravity=top', [RED, GREEN, RED, GREEN]],
    ['w=300,h=90,fit=cover,gravity=bottom', [BLUE, YELLOW, BLUE, YELLOW]],
  ])('%s rotates or crops', async (options, colours) => {
    const seen = await imageOf(options, 'landscape.png');
    expectColours(
      CORNERS.map(([x, y]) => seen.at(x, y)),
      colours,
    );
  });

  it('background fills the bars of fit=pad', async () => {
    const seen = await imageOf('w=100,h=100,fit=pad,background=%230000ff', 'landscape.png');
    expectColours([seen.at(0.5, 0.02), seen.at(0.1, 0.3)], [[0, 0, 255], RED]);
  });

  it.each(['avif', 'webp', 'jpeg', 'png'])('format=%s converts every type of source', async (format) => {
    for (const source of ['landscape.png', 'photo.jpg', 'photo.webp', 'photo.avif', 'photo.gif']) {
      const seen = await imageOf(`format=${format}`, source);
      expect([seen.format, seen.width, seen.height]).toEqual([format, 300, 200]);
      expectColours(
        CORNERS.map(([x, y]) => seen.at(x, y)),
        FOUR,
      );
    }
  });

  it('format=baseline-jpeg writes a JPEG', async () => {
    expect((await imageOf('format=baseline-jpeg', 'landscape.png')).format).toBe('jpeg');
  });
});

describe('format=auto', () => {
  it.each([
    ['image/avif,image/webp,*/*;q=0.8', 'avif'],
    ['image/webp,*/*;q=0.8', 'webp'],
    ['IMAGE/AVIF;Q=0.9,image/webp;q=0.1', 'avif'],
    ['image/avif;q=0,image/webp', 'webp'],
    ['image/avif;q=0.2,image/webp', 'webp'],
    ['*/*', 'png'],
    ['nonsense;;q=', 'png'],
  ])('responds to Accept: %s with %s', async (accept, format) => {
    const seen = await imageOf('format=auto,width=200', 'landscape.png', { accept });
    expect(seen.format).toBe(format);
    expect(seen.response.headers.get('vary')).toContain('Accept');
  });

  it('writes no AVIF with a side of more than 1,200 px', async () => {
    const accept = 'image/avif,image/webp';
    expect((await imageOf('format=auto', 'large.png', { accept })).format).toBe('webp');
    expect((await imageOf('format=auto,width=1200', 'large.png', { accept })).format).toBe('avif');
    expect((await imageOf('format=auto,width=1250', 'large.png', { accept })).format).toBe('webp');
  });
});

describe('an image that needs no change', () => {
  it.each([
    ['format=auto', 'landscape.png'],
    ['width=300', 'landscape.png'],
    ['width=4000', 'photo.jpg'],
    ['format=webp', 'photo.webp'],
    ['anim=true,metadata=copyright', 'photo.gif'],
    ['format=avif,width=301', 'photo.avif'],
  ])('passes the source through byte for byte: %s of %s', async (options, source) => {
    const { bytes } = await imageOf(options, source);
    expect(new Uint8Array(bytes)).toEqual(SOURCES[source]);
  });

  it('is rendered when its EXIF turns it, which not every client obeys', async () => {
    const { bytes, width, height, at } = await imageOf('format=jpeg', 'turned.jpg');
    expect(Buffer.from(bytes).includes('Exif')).toBe(false);
    expect([width, height]).toEqual([200, 300]);
    expectColours(
      CORNERS.map(([x, y]) => at(x, y)),
      FOUR,
    );
  });
});
