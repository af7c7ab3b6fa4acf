import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

describe('PATCH /api/{collection}/{id}', () => {
  it('applies a JSON merge patch and ignores an id in it', async () => {
    await write('PUT', '/api/users/1', {
      name: 'C',
      address: { city: 'Paris', zip: '1' },
      tags: [1, 2],
      gone: 1,
    });
    const response = await write('PATCH', '/api/users/1', {
      address: { zip: null, street: 'x' },
      tags: [3],
      gone: null,
      id: 5,
    });
    expect(await response.json()).toEqual({
      id: 1,
      name: 'C',
      address: { city: 'Paris', street: 'x' },
      tags: [3],
    });
    const typed = await write(
      'PATCH',
      '/api/users/1',
      { name: 'D' },
      { 'content-type': 'application/merge-patch+json' },
    );
    expect(typed.status).toBe(200);
  });

  it('validates the merged document, not the patch', async () => {
    expect((await write('PATCH', '/api/users/1', { name: null })).status).toBe(422);
    expect((await write('PATCH', '/api/pictures/1', { nope: 1 })).status).toBe(422);
  });

  it('responds 404 when there is no such document, and 412 when If-Match requires one', async () => {
    expect((await write('PATCH', '/api/users/nobody', { name: 'x' })).status).toBe(404);
    expect((await write('PATCH', '/api/users/nobody', { name: 'x' }, { 'if-match': '*' })).status).toBe(412);
  });

  it('responds 413 when the merged document exceeds 1 MiB, however small the patch', async () => {
    const part = 'x'.repeat(900_000);
    expect((await write('PATCH', '/api/users/1', { a: part })).status).toBe(200);
    expect((await write('PATCH', '/api/users/1', { b: part })).status).toBe(413);
  });
});
