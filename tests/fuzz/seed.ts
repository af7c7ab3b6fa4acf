/** The seed of `FUZZ_SEED`, or a new one. */
export function fuzzSeed(): number {
  const given = process.env['FUZZ_SEED'];
  return given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}
