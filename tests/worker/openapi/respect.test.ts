import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpResponse, http } from 'msw';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { OpenApiDocument } from '../../../src/lib/openapi/openapi-types.ts';
import { arazzoOf } from '../../support/contract/arazzo.ts';
import { builtContract, withoutRelated } from '../../support/contract/built-contract.ts';
import { redocly } from '../../support/contract/redocly.ts';
import { png } from '../../support/images/images.ts';
import { restoreFirstDocuments } from '../../support/worker/documents.ts';
import { HOST, upstream } from '../../support/worker/upstream.ts';
import { addressOfWorker, TOKEN } from '../../support/worker/worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'perigee-respect-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await restoreFirstDocuments();
});
beforeEach(() => {
  // The source of /image.jpg.
  upstream.use(http.get(`${HOST}/*`, () => new HttpResponse(png(2, 2))));
});

/** Sends the example of every operation to the Worker, and checks each response. */
async function respect(document: OpenApiDocument) {
  await restoreFirstDocuments();
  // `respect` does not check a schema that leads back to itself, as those of documents do by related ones.
  const served = { ...withoutRelated(document), servers: [{ url: addressOfWorker() }] };
  writeFileSync(join(folder, 'openapi.json'), JSON.stringify(served));
  writeFileSync(join(folder, 'all.arazzo.json'), JSON.stringify(arazzoOf(document, 'openapi.json')));
  const har = join(folder, 'run.har');
  const result = await redocly('respect', join(folder, 'all.arazzo.json'), '-i', `token=${TOKEN}`, '-H', har);
  const { log } = JSON.parse(readFileSync(har, 'utf8')) as { log: { entries: unknown[] } };
  return { ...result, sent: log.entries.length };
}

it('every operation responds to its example with the status, type and schema that the document says', async () => {
  const document = builtContract();
  const operations = Object.values(document.paths).flatMap((item) => Object.keys(item));
  const { code, output, sent } = await respect(document);
  expect(code, output).toBe(0);
  expect(output).not.toContain('circular');
  expect(output.match(/✓ schema check/g)?.length).toBeGreaterThan(30);
  expect(sent).toBe(operations.length);
});

it.each<[difference: string, found: RegExp, change: (document: OpenApiDocument) => void]>([
  [
    'a member that is missing',
    /✗ schema check/,
    ({ components }) => Object.assign(components.schemas['users'] ?? {}, { required: ['id', 'name', 'age'] }),
  ],
  [
    'a status that is not listed',
    /✗ status code check/,
    ({ paths }) => {
      const { responses = {} } = paths['/api/users']?.post ?? {};
      delete responses['201'];
      Object.assign(responses, { 204: { description: 'Nothing.' } });
    },
  ],
])('the check finds %s', async (_, found, change) => {
  const document = builtContract();
  // Two operations are enough.
  const { '/api/users': users = {} } = document.paths;
  document.paths = { '/api/users': { get: users.get, post: users.post } as typeof users };
  change(document);
  const { code, output } = await respect(document);
  expect(output).toMatch(found);
  expect(code).toBe(1);
});
