import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageSnippets, type MadeImage } from '../../../src/explorer/pictures/image-snippets.ts';
import { SAMPLES } from '../../../src/explorer/pictures/samples.ts';
import { savingsText } from '../../../src/explorer/pictures/savings.ts';
import { complaintOf, wantedImage } from '../../../src/explorer/pictures/wanted-image.ts';
import { FIRST_WISH, pageUrl, type Wish, wishOfQuery } from '../../../src/explorer/pictures/wish.ts';
import { images } from '../../../src/images.ts';
import { Problem } from '../../../src/lib/http/problem/problem.ts';
import { parseOptions } from '../../../src/lib/images/options/option-grammar.ts';
import { splitImagePath } from '../../../src/lib/images/url/image-path.ts';
import { permittedOptions } from '../../../src/lib/images/variant/permitted-options.ts';
import { canonicalVariant } from '../../../src/lib/images/variant/variant.ts';
import { transform } from '../../support/images/unpic-provider.ts';

const ORIGIN = 'https://perigee.example';

it('the samples are the pictures of public/', () => {
  const files = readdirSync('public/pictures').map((file) => `pictures/${file}`);
  expect(SAMPLES.map(({ source }) => source).sort()).toEqual(files.sort());
});

describe('the URL of the page', () => {
  it('holds any source and any options', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const wish: fc.Arbitrary<Wish> = fc.record({
      source: value,
      options: fc.record({ width: value, background: value, format: value }, { requiredKeys: [] }),
    });
    fc.assert(
      fc.property(wish, (given) => {
        expect(wishOfQuery(new URL(pageUrl(given), ORIGIN).searchParams)).toEqual(given);
      }),
    );
  });

  it('may lack parts, or be nonsense', () => {
    expect(wishOfQuery(new URLSearchParams())).toEqual(FIRST_WISH);
    expect(wishOfQuery(new URLSearchParams({ source: 'a.jpg', options: 'nonsense' }))).toEqual({
      source: 'a.jpg',
      options: {},
    });
  });
});

describe('a complaint stands at its control', () => {
  /** The problem of the server for these options. */
  function problemOf(options: string): Problem {
    try {
      const given = parseOptions(options);
      const { options: made } = permittedOptions(given, false, images);
      canonicalVariant(made, { slow: false } as never, images);
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
    throw new Error('no problem');
  }

  it.each([
    ['width=0', 'width'],
    ['width=auto', 'width'],
    ['height=9999', 'height'],
    ['width=5000,height=10', 'width'],
    ['fit=scale-up', 'fit'],
    ['gravity=0.1x0.2,width=2,height=2,fit=crop', 'gravity'],
    ['quality=101', 'quality'],
    ['blur=3', 'blur'],
    ['trim.left=3', 'trim.left'],
    ['preset=nope', 'preset'],
    ['slow-connection-quality=abc', 'slow-connection-quality'],
  ])('%s: %s', (text, control) => {
    const { code, message } = problemOf(text);
    const { options } = wishOfQuery(new URLSearchParams({ source: 'a.jpg', options: text }));
    expect(complaintOf(code, message, { source: 'a.jpg', options })).toEqual({ control, message });
  });

  it.each(['source-not-allowed', 'no-such-file', 'not-an-image', 'source-timeout', 'bad-image-source'])(
    '%s: the source',
    (code) => {
      expect(complaintOf(code, 'x', FIRST_WISH).control).toBe('source');
    },
  );

  it('is of the form as a whole for a rate limit', () => {
    expect(complaintOf('rate-limited', 'One client may …', FIRST_WISH).control).toBeNull();
  });

  it('is found before a request is sent where the table of options tells', () => {
    const wanted = wantedImage({ source: 'a.jpg', options: { width: '-1' } });
    expect(wanted).toMatchObject({ complaint: { control: 'width' } });
    expect(wantedImage({ source: ' ', options: {} })).toMatchObject({ complaint: { control: 'source' } });
  });
});

describe('the snippets of an image', () => {
  const made = (source: string, text: Record<string, string>): MadeImage => {
    const wanted = wantedImage({ source, options: text });
    if ('complaint' in wanted) throw new Error(wanted.complaint.message);
    return {
      source,
      alt: 'A "quoted" planet',
      options: wanted.options,
      draft: { method: 'GET', path: wanted.path },
      width: 800,
      height: 500,
      type: 'image/webp',
    };
  };
  const snippet = (image: MadeImage, name: string) =>
    imageSnippets(image, ORIGIN).find((one) => one.name === name)?.code ?? '';

  it.each(['pictures/orbit.jpg', 'https://host.example/a b.jpg?x=1#y', 'a%3Fb.jpg'])(
    'the URL of %s is read back by the server',
    (source) => {
      const { draft, options } = made(source, { width: '400', background: '#ff0000' });
      const path = splitImagePath(new URL(draft.path, ORIGIN));
      expect(parseOptions(path.options)).toEqual(options);
    },
  );

  it('the call of unpic makes the same image', () => {
    const image = made('pictures/orbit.jpg', { width: '400', quality: '70', format: 'webp', fit: 'crop' });
    const code = snippet(image, 'unpic').replace(/^import.*$/m, '');
    const url = new Function('transform', `${code}; return url;`)(transform);
    const { options, source } = splitImagePath(new URL(url, ORIGIN));
    expect(source).toBe(image.source);
    expect(parseOptions(options)).toEqual(image.options);
  });

  it('the component has the size in CSS pixels, the text and the other options', () => {
    const image = made('pictures/orbit.jpg', { width: '400', dpr: '2', format: 'auto', quality: '70' });
    expect(snippet(image, 'Picture component')).toBe(
      '<Picture\n  src="pictures/orbit.jpg"\n  alt={"A \\"quoted\\" planet"}\n  width={400}\n  height={250}\n  options={{ quality: 70 }}\n/>',
    );
  });

  it('curl writes a file whose name no shell interprets', () => {
    const image = made("https://host.example/$(id)/it's `x`.jpg", { width: '400' });
    expect(snippet(image, 'curl')).toMatch(/--output [\w-]+\.webp$/);
  });
});

it.each([
  [41_500, 5_230, '87 % smaller: 5.23 kB instead of 41.5 kB.'],
  [100, 150, '50 % larger: 150 B instead of 100 B.'],
  [100, 100, 'The same weight: 100 B instead of 100 B.'],
  [0, 10, 'The same weight: 10 B instead of 0 B.'],
])('%i bytes that become %i: %s', (before, after, text) => {
  expect(savingsText(before, after)).toBe(text);
});
