import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'astro/zod';
import { afterAll, expect, it } from 'vitest';
import { collections as declared } from '../../../src/collections.ts';
import { visibleContract } from '../../../src/lib/documents/contract/visible-contract.ts';
import { type Collections, defineCollections } from '../../../src/lib/documents/schema/collection.ts';
import type { Api } from '../../../src/lib/openapi/api.ts';
import { openApiDocument } from '../../../src/lib/openapi/openapi-document.ts';
import first from '../../../src/seed.json' with { type: 'json' };
import { redocly } from '../../support/contract/redocly.ts';

const folder = mkdtempSync(join(tmpdir(), 'perigee-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const node = z.strictObject({
  name: z.string(),
  get children() {
    return z.array(node).optional();
  },
});

/** Each kind of collection: singletons, rules of access, relations, schemas that contain themselves, transforms. */
const EVERY_KIND = defineCollections({
  people: { schema: z.looseObject({ name: z.string() }), singular: 'human', changes: true },
  posts: {
    schema: z.strictObject({ title: z.string(), author_id: z.number(), humanId: z.number().optional() }),
    relations: { author: { collection: 'people', key: 'author_id' } },
    access: 'private',
  },
  messages: { schema: z.looseObject({}), access: { create: 'public', update: 'public' } },
  profile: { schema: z.looseObject({ name: z.string() }), singleton: true },
  trees: { schema: z.strictObject({ tree: node, related: z.lazy(() => node).nullable() }) },
  // Names of tags, components and routes of the document itself.
  images: { schema: z.looseObject({}) },
  service: { schema: z.looseObject({}), changes: true },
  schemas: { schema: z.looseObject({}) },
  health: { schema: z.looseObject({}), singleton: true },
  // Names that every object inherits.
  toString: { schema: z.looseObject({}) },
  constructor: { schema: z.looseObject({}), singleton: true },
  coerced: {
    schema: z.strictObject({
      age: z.coerce.number(),
      size: z.string().transform((text) => text.length),
      colour: z.enum(['red', 'blue']).default('red'),
      pair: z.tuple([z.string(), z.number()]).optional(),
      at: z.iso.datetime().optional(),
      labels: z.record(z.string(), z.boolean()).optional(),
    }),
  },
});

const everyKind = documentOf(EVERY_KIND);

it.each<[kind: string, document: object]>([
  ['the project', documentOf(declared, first)],
  ['every kind of collection', everyKind],
  ['no collection', documentOf({})],
  ['a caller who may do little', visibleContract(everyKind as never, ['people:read'], new Set(['posts']))],
])(
  'the OpenAPI document of %s is valid',
  async (kind, document) => {
    const file = join(folder, `${kind.replaceAll(' ', '-')}.json`);
    writeFileSync(file, JSON.stringify(document));
    const { code, output } = await redocly('lint', file);
    expect(output).toContain('Your API description is valid');
    expect(output).not.toContain('warning');
    expect(code).toBe(0);
  },
  30_000,
);

it('a document for everyone names no private collection', () => {
  const { posts: _, ...collections } = EVERY_KIND;
  const document = documentOf(collections);
  expect(JSON.stringify(document)).not.toMatch(/posts|author_id/);
});

function documentOf(collections: Collections, firstDocuments: Api['firstDocuments'] = {}) {
  return openApiDocument({
    version: '1.0.0',
    collections,
    firstDocuments,
    presets: [],
    pages: ['/', '/how-it-works'],
  });
}
