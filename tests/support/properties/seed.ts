/** The seed of random input in `npm test`, which gives the same result for the same commit. */
const SEED_OF_NPM_TEST = 1;

/** The seed that `FUZZ_SEED` names; a new one for `random`. */
function givenSeed(): number | undefined {
  const given = process.env['FUZZ_SEED'];
  if (given === 'random') return randomSeed();
  return given === undefined ? undefined : Number(given);
}

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

export function fixedSeed(): number {
  return givenSeed() ?? SEED_OF_NPM_TEST;
}

export function newSeed(): number {
  return givenSeed() ?? randomSeed();
}
