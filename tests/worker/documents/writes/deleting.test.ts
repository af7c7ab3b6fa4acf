import { beforeEach, describe, expect, it } from 'vitest';
import { restoreFirstDocuments } from '../../../support/worker/documents.ts';
import { call, write } from '../../../support/worker/worker.ts';

beforeEach(restoreFirstDocuments);

describe('DELETE /api/{collection}/{id}', () => {
  it('returns the deleted document and leaves the documents that refer to it', async () => {
    expect(await (await write('DELETE', '/api/users/0')).json()).toEqual({ id: 0, name: 'Sarah' });
    expect((await write('DELETE', '/api/users/0')).status).toBe(404);
    expect((await call('/api/users/0')).status).toBe(404);
    expect(await (await call('/api/pictures?userId=0')).json()).toHaveLength(2);
    expect((await call('/api/users')).headers.get('x-total-count')).toBe('3');
  });
});
