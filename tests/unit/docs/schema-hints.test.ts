import { readFileSync } from 'node:fs';
import { z } from 'astro/zod';
import { expect, it } from 'vitest';

/** The schema in docs/api.md for numbers that forms send as strings. */
const [code] = /z\s*\.preprocess\([\s\S]+?\.optional\(\)\)/.exec(readFileSync('docs/api.md', 'utf8')) ?? [];

it.each([
  ['36', 36],
  [36, 36],
  ['-1.5', -1.5],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('the schema for numbers of forms in docs/api.md makes %j %j', (sent, stored) => {
  const schema = new Function('z', `return ${code}`)(z) as z.ZodType;
  expect(schema.parse(sent)).toBe(stored);
});

it('the schema for numbers of forms in docs/api.md refuses text', () => {
  const schema = new Function('z', `return ${code}`)(z) as z.ZodType;
  expect(schema.safeParse('many').success).toBe(false);
});
