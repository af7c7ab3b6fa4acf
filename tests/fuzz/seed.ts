/**
 * The seed of `npm test`, which gives the same result for the same commit. `npm run test:fuzz` draws a new seed for each
 * run.
 */
const SEED_OF_NPM_TEST = 1;

/** The seed that `FUZZ_SEED` names. */
function givenSeed(): number | undefined {
  const given = process.env['FUZZ_SEED'];
  return given === undefined ? undefined : Number(given);
}

export function fixedSeed(): number {
  return givenSeed() ?? SEED_OF_NPM_TEST;
}

export function newSeed(): number {
  return givenSeed() ?? Math.floor(Math.random() * 2 ** 31);
}
