import { z } from 'astro/zod';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scope } from '../../../src/lib/auth/scope.ts';
import { type Contract, visibleContract } from '../../../src/lib/documents/contract/visible-contract.ts';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';
import { visibleTo } from '../../../src/lib/documents/visible-collections.ts';
import { openApiDocument } from '../../../src/lib/openapi/openapi-document.ts';
import type { OpenApiDocument } from '../../../src/lib/openapi/openapi-types.ts';

const node = z.strictObject({
  get children() {
    return z.array(node).optional();
  },
});

/** Collections that refer to each other; the names of the private ones are in no other text. */
const COLLECTIONS = defineCollections({
  users: { schema: z.looseObject({ name: z.string() }), changes: true },
  posts: {
    schema: z.strictObject({ title: z.string(), userId: z.number(), topic: z.number().optional() }),
    relations: { about: { collection: 'zephyrs', key: 'topic' } },
  },
  zephyrs: { schema: z.strictObject({ tree: node, postId: z.number() }), access: 'private', changes: true },
  quokkas: {
    schema: z.looseObject({ userId: z.number(), zephyrId: z.number() }),
    access: { read: 'token', create: 'public' },
  },
  notes: { schema: z.looseObject({ userId: z.number() }), access: { create: 'public', update: 'public' } },
  kestrel: { schema: z.looseObject({ name: z.string() }), singleton: true, access: 'private' },
});

const FIRST = {
  users: [{ id: 1, name: 'Ada' }],
  zephyrs: [{ id: 1, tree: {}, postId: 1 }],
};

const PRIVATE = ['zephyrs', 'quokkas', 'kestrel'];

function documentOf(collections: typeof COLLECTIONS | ReturnType<typeof visibleTo>): OpenApiDocument {
  const api = { version: '1.0.0', collections, firstDocuments: FIRST, presets: [], pages: [] };
  return JSON.parse(JSON.stringify(openApiDocument(api)));
}

const whole = documentOf(COLLECTIONS) as OpenApiDocument & Contract;

function visibleWith(scopes: readonly Scope[]): OpenApiDocument & Contract {
  const visible = visibleTo({ kind: 'token', scopes, refusal: null }, COLLECTIONS);
  const hidden = Object.keys(COLLECTIONS).filter((name) => !Object.hasOwn(visible, name));
  return visibleContract(whole, scopes, new Set(hidden));
}

/** `GET /api/users`, … */
function operationsOf({ paths }: OpenApiDocument): string[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

const scopes = fc
  .subarray(['*', ...Object.keys(COLLECTIONS)])
  .chain((names) =>
    fc.tuple(
      ...names.map((name) => fc.constantFrom<Scope>(`${name}:read` as const, `${name}:write` as const)),
    ),
  );

describe('the contract of a caller', () => {
  it('with *:write is the whole', () => {
    expect(visibleWith(['*:write'])).toEqual(whole);
  });

  it('is that of the collections that they may read, without the operations that they may not perform', () => {
    fc.assert(
      fc.property(scopes, (granted) => {
        const visible = visibleWith(granted);
        const expected = documentOf(
          visibleTo({ kind: 'token', scopes: granted, refusal: null }, COLLECTIONS),
        );
        expect(visible.tags).toEqual(expected.tags);
        for (const [path, item] of Object.entries(visible.paths)) {
          expect(expected.paths[path]).toMatchObject(item);
        }
        for (const kind of ['schemas', 'responses', 'parameters', 'headers'] as const) {
          const parts: object = visible.components[kind];
          for (const [name, part] of Object.entries(parts)) {
            expect(part, `${kind}/${name}`).toEqual(
              new Map<string, unknown>(Object.entries(expected.components[kind])).get(name),
            );
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  it('names no other collection', () => {
    fc.assert(
      fc.property(scopes, (granted) => {
        const text = JSON.stringify(visibleWith(granted));
        const readable = granted.map((scope) => scope.slice(0, scope.lastIndexOf(':')));
        for (const name of PRIVATE.filter((one) => !readable.includes('*') && !readable.includes(one))) {
          // The foreign key `zephyrId` is a field of another collection.
          expect(text, name).not.toContain(name);
        }
      }),
    );
  });

  it.each<[granted: Scope[], added: string[], missing: string[]]>([
    [
      [],
      ['GET /api/users', 'POST /api/notes', 'GET /api', 'GET /image.jpg'],
      ['POST /api/users', 'DELETE /api/notes/{id}'],
    ],
    [
      ['users:write'],
      ['POST /api/users', 'GET /api/users/changes'],
      ['POST /api/posts', 'POST /api/users/{id}/posts'],
    ],
    [
      ['posts:write'],
      ['POST /api/posts', 'POST /api/users/{id}/posts'],
      ['POST /api/users', 'GET /api/zephyrs'],
    ],
    [
      ['zephyrs:read'],
      ['GET /api/zephyrs', 'GET /api/posts/{id}/zephyrs'],
      ['POST /api/zephyrs', 'GET /api/zephyrs/{id}/quokkas'],
    ],
    [
      ['quokkas:write', 'zephyrs:read'],
      ['POST /api/zephyrs/{id}/quokkas'],
      ['PATCH /api/zephyrs/{id}', 'GET /api/kestrel'],
    ],
    [['*:read'], ['GET /api/kestrel', 'POST /api/quokkas'], ['PUT /api/kestrel', 'DELETE /api/quokkas']],
  ])('with %j has their operations', (granted, present, missing) => {
    const operations = operationsOf(visibleWith(granted));
    expect(operations).toEqual(expect.arrayContaining(present));
    expect(operations.filter((one) => missing.includes(one))).toEqual([]);
    expect(operationsOf(whole)).toEqual(expect.arrayContaining(missing));
  });
});
