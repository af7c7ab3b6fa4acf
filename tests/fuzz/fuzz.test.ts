import { expect, it } from 'vitest';
import { fixedSeed } from '../support/properties/seed.ts';
import { fuzz } from './fuzz.ts';

/** `npm run test:fuzz` sends ten times as many. */
const REQUESTS = 2_000;

const seed = fixedSeed();

it(`${REQUESTS} random requests have no response that breaks a rule (FUZZ_SEED=${seed})`, async () => {
  const report = await fuzz(REQUESTS, seed);
  expect(report.requests).toBe(REQUESTS);
});
