import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseOptions } from '../../../src/lib/images/options/option-grammar.ts';
import { splitImagePath } from '../../../src/lib/images/url/image-path.ts';
import { transform } from '../../support/images/unpic-provider.ts';

const SOURCE = 'https://host.example/a.jpg?x=1';

function parse(url: string | undefined) {
  const { options, source } = splitImagePath(new URL(url ?? '', 'https://perigee.example'));
  return { source, options: parseOptions(options) };
}

it('the URLs of the unpic provider are parsed, also those made from another', () => {
  const first = transform(SOURCE, { width: 400, height: 300, format: 'webp' }, {});
  const options = { width: 400, height: 300, format: 'webp', fit: 'cover' };
  expect(parse(first)).toEqual({ source: SOURCE, options });
  const second = transform(first ?? '', { width: 200 }, {});
  expect(parse(second)).toEqual({ source: SOURCE, options: { ...options, width: 200 } });
});

it('the unpic provider of these tests is the one in docs/images.md', () => {
  const provider = readFileSync(new URL('../../support/images/unpic-provider.ts', import.meta.url), 'utf8');
  expect(readFileSync('docs/images.md', 'utf8')).toContain(provider);
});
