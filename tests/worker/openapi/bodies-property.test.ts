import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { builtContract } from '../../support/built-contract.ts';
import { restoreFirstDocuments } from '../../support/documents.ts';
import { invalid, valid } from '../../support/schema-arbitrary.ts';
import { write } from '../../support/worker.ts';

const { components } = builtContract();

const RUNS = { numRuns: 60 };

afterEach(restoreFirstDocuments);

describe.each(['users', 'pictures'])('%s', (name) => {
  const created = components.schemas[`${name}.new`] ?? {};
  const patch = components.schemas[`${name}.patch`] ?? {};

  it('POST accepts every body that the document allows, and responds with a document that it describes', async () => {
    // Ids would be taken.
    const bodies = valid(created).map((body) => ({ ...(body as object), id: null }));
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const response = await write('POST', `/api/${name}`, body);
        expect(response.status, await response.clone().text()).toBe(201);
        const required = components.schemas[name]?.['required'] as string[];
        expect(Object.keys((await response.json()) as object)).toEqual(expect.arrayContaining(required));
      }),
      RUNS,
    );
  });

  it('PATCH accepts every body that the document allows', async () => {
    const { id: _, ...properties } = patch['properties'] as Record<string, object>;
    await fc.assert(
      fc.asyncProperty(valid({ ...patch, properties }), async (body) => {
        const response = await write('PATCH', `/api/${name}/1`, body);
        expect(response.status, await response.text()).toBe(200);
      }),
      RUNS,
    );
  });

  it.each(['POST', 'PUT'])('%s refuses every body that the document does not allow', async (method) => {
    await fc.assert(
      fc.asyncProperty(invalid(created), async ({ rule, value }) => {
        const path = method === 'POST' ? `/api/${name}` : `/api/${name}/1`;
        const { id: _, ...others } = value as { id?: unknown };
        const isOfId = rule.startsWith('id ');
        if (isOfId && method === 'PUT') return;
        const response = await write(method, path, isOfId ? value : others);
        expect(response.status, `${rule}: ${await response.text()}`).toBe(422);
      }),
      RUNS,
    );
  });
});
