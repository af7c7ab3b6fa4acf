import { describe, expect, it } from 'vitest';
import { readPublicProblem, secretError, useFaultyWorker } from '../../support/worker/faulty-worker.ts';
import { AUTHORIZED, call } from '../../support/worker/worker.ts';

const faulty = useFaultyWorker({ EDGE_CACHE: 'off' });

describe.each([
  ['without a credential', {}],
  ['with a token', { authorization: AUTHORIZED.authorization }],
])('/openapi.json %s', (_, headers) => {
  it.each([
    ['throw', { error: secretError('Network connection lost.') }],
    ['respond with 500', { status: 500 }],
    ['respond with 404', { status: 404 }],
    ['never answer', { isSilent: true }],
  ])('is 503 while the static files %s', async (_, fault) => {
    await faulty.break({ ASSETS: fault });
    const response = await call('/openapi.json', { headers }, faulty.server);
    expect(response.status).toBe(503);
    expect(await readPublicProblem(response)).toMatchObject({ code: 'contract-unavailable' });
    expect((await call('/schemas/users.json', { headers }, faulty.server)).status).toBe(200);
  });
});
