import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { splitImagePath } from '../../../src/lib/images/url/image-path.ts';
import { parseOptions } from '../../../src/lib/images/url/option-grammar.ts';
import { transform } from './unpic-provider.ts';

const SOURCE = 'https://host.example/a.jpg?x=1';

function asked(url: string | undefined) {
  const { options, source } = splitImagePath(new URL(url ?? '', 'https://perigee.example'));
  return { source, options: parseOptions(options) };
}

it("unpic's URLs are understood, also when they are made of each other", () => {
  const first = transform(SOURCE, { width: 400, height: 300, format: 'webp' }, {});
  const options = { width: 400, height: 300, format: 'webp', fit: 'cover' };
  expect(asked(first)).toEqual({ source: SOURCE, options });
  const second = transform(first ?? '', { width: 200 }, {});
  expect(asked(second)).toEqual({ source: SOURCE, options: { ...options, width: 200 } });
});

it('the provider is the one that the README shows', () => {
  const provider = readFileSync(new URL('./unpic-provider.ts', import.meta.url), 'utf8');
  expect(readFileSync('README.md', 'utf8')).toContain(provider);
});
