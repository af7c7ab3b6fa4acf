import { beforeAll, describe, expect, it } from 'vitest';
import { useWorkerWithCollections } from '../../../support/worker/project-copy.ts';
import { call, write } from '../../../support/worker/worker.ts';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const MAX_RELATIONS = 8;

const entries = LETTERS.map(
  (letter) => `  ${letter}things: { schema: z.looseObject({ userId: reference.optional() }) },`,
).join('\n');
const worker = useWorkerWithCollections((source) => source.replace(/\}\);\s*$/, `${entries}\n});\n`));

const embed = (count: number) => LETTERS.slice(0, count).map((letter) => `_embed=${letter}things`);
const expand = (count: number) => LETTERS.slice(0, count).map((letter) => `_expand=${letter}thing`);

describe('26 relations of a collection', () => {
  beforeAll(async () => {
    const keys = Object.fromEntries(LETTERS.map((letter) => [`${letter}thingId`, 1]));
    await write('POST', '/api/users', { id: 'all', name: 'All', ...keys }, {}, worker);
  });

  it.each([
    ['lists', '/api/users'],
    ['documents', '/api/users/all'],
  ])('are added up to the limit, and refused with the limit beyond it, in %s', async (_, path) => {
    for (const relations of [embed, expand]) {
      for (const count of LETTERS.keys()) {
        const response = await call(`${path}?${relations(count + 1).join('&')}`, {}, worker);
        const text = await response.text();
        const isAllowed = count < MAX_RELATIONS;
        expect(response.status, text).toBe(isAllowed ? 200 : 400);
        if (!isAllowed) expect(text).toContain(`at most ${MAX_RELATIONS} relations`);
      }
    }
  });
});
