import { z } from 'astro/zod';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idViolation } from '../../../src/lib/documents/body/document-id.ts';
import { defineCollections } from '../../../src/lib/documents/schema/collection.ts';
import { collectionSchemas } from '../../../src/lib/openapi/collection-schemas.ts';
import type { Schema } from '../../../src/lib/openapi/openapi-types.ts';

const collections = defineCollections({ users: { schema: z.looseObject({}) } });
const created = collectionSchemas(collections.users, collections)['users.new'] ?? {};
const { id } = created['properties'] as { id: { anyOf: Schema[] } };
const text = id.anyOf.find(({ type }) => type === 'string') as { pattern: string; maxLength: number };

it('the schema of an id allows exactly the texts that a write accepts', () => {
  const pattern = new RegExp(text.pattern, 'u');
  const special = fc.constantFrom(
    '',
    '.',
    '..',
    '...',
    'changes',
    'changes2',
    'a.b',
    '\0',
    '\n',
    '\x7f',
    '\x80',
    'é',
  );
  fc.assert(
    fc.property(fc.oneof(special, fc.string({ unit: 'binary', maxLength: 210 })), (value) => {
      const isAllowed = pattern.test(value) && value.length <= text.maxLength;
      expect(isAllowed).toBe(idViolation(value) === null);
    }),
    { numRuns: 2_000 },
  );
});
