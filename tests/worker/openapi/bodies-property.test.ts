import { z } from 'astro/zod';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { builtContract, withoutRelated } from '../../support/contract/built-contract.ts';
import { invalid, valid } from '../../support/contract/schema-arbitrary.ts';
import { restoreFirstDocuments } from '../../support/worker/documents.ts';
import { write } from '../../support/worker/worker.ts';

const { components, tags } = withoutRelated(builtContract());

/** The tags of other operations have a space. */
const NAMES = tags.map(({ name }) => name).filter((name) => !name.includes(' '));

const RUNS = { numRuns: 60 };

afterEach(restoreFirstDocuments);

describe.each(NAMES)('%s', (name) => {
  const created = components.schemas[`${name}.new`] ?? {};
  const patch = components.schemas[`${name}.patch`] ?? {};
  const document = z.fromJSONSchema(components.schemas[name] as z.core.JSONSchema.JSONSchema);

  /** Expects a document that the contract describes. */
  async function expectDocument(response: Response, status: number): Promise<void> {
    const text = await response.text();
    expect(response.status, text).toBe(status);
    expect(document.safeParse(JSON.parse(text)).error?.issues, text).toBeUndefined();
  }

  it('POST accepts every body that the document allows, and responds with a document that it describes', async () => {
    // Ids would be taken.
    const bodies = valid(created).map((body) => ({ ...(body as object), id: null }));
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        await expectDocument(await write('POST', `/api/${name}`, body), 201);
      }),
      RUNS,
    );
  });

  it('PUT accepts every body that the document allows, and responds with a document that it describes', async () => {
    const bodies = valid(created).map((value) => {
      const { id: _, ...body } = value as { id?: unknown };
      return body;
    });
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        await expectDocument(await write('PUT', `/api/${name}/1`, body), 200);
      }),
      RUNS,
    );
  });

  it('PATCH accepts every body that the document allows, and responds with a document that it describes', async () => {
    const { id: _, ...properties } = patch['properties'] as Record<string, object>;
    await fc.assert(
      fc.asyncProperty(valid({ ...patch, properties }), async (body) => {
        await expectDocument(await write('PATCH', `/api/${name}/1`, body), 200);
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
