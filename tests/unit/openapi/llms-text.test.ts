import { beforeAll, expect, it } from 'vitest';
import { collections } from '../../../src/collections.ts';
import { RESERVED_PARAMETERS } from '../../../src/lib/documents/schema/reserved-names.ts';
import { PROBLEM_KINDS } from '../../../src/lib/http/problem/problem-codes.ts';
import { OPTIONS } from '../../../src/lib/images/options/options.ts';
import { UNSIGNED_OPTIONS } from '../../../src/lib/images/variant/permitted-options.ts';
import { llmsText } from '../../../src/lib/openapi/llms-text.ts';
import first from '../../../src/seed.json' with { type: 'json' };

let text = '';

beforeAll(() => {
  text = llmsText({ version: '1', collections, firstDocuments: first, presets: [], pages: ['/console'] });
});

it.each<[kind: string, names: readonly string[]]>([
  ['collection', Object.keys(collections).map((name) => `\`/api/${name}\``)],
  ['query parameter', RESERVED_PARAMETERS.map(({ name }) => `\`${name}\``)],
  ['problem', Object.keys(PROBLEM_KINDS).map((code) => `\`${code}\``)],
  ['image option', Object.keys(OPTIONS).filter((name) => UNSIGNED_OPTIONS.has(name))],
  ['page', ['`GET /console`', '`GET /openapi.json`']],
])('llms.txt has every %s', (_, names) => {
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
});

it('llms.txt shows a list and a document, and how to extend the project', () => {
  expect(text).toContain('`GET /api/users?_limit=3` responds with `[{"id":0,"name":"Sarah"}');
  expect(text).toContain('`GET /api/users/0` responds with `{"id":0,"name":"Sarah"}`');
  expect(text).toContain('AGENTS.md');
});

it('llms.txt is short enough to be read at once', () => {
  // 4 bytes are about one token of a model.
  expect(text.length).toBeLessThan(24_000);
});
