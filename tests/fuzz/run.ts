// `npm run test:fuzz`: sends 20,000 random requests to the built Worker. `-- 1000` sets their number, and the variable
// FUZZ_SEED repeats a run.

import { newSeed } from '../support/properties/seed.ts';
import { fuzz } from './fuzz.ts';

const seed = newSeed();
console.log(`FUZZ_SEED=${seed}`);
const { requests, statuses } = await fuzz(Number(process.argv[2] ?? 20_000), seed);
const counts = Object.entries(statuses).map(([status, count]) => `${count.toLocaleString('en')} × ${status}`);
console.log(`${requests.toLocaleString('en')} requests, no fault: ${counts.join(', ')}`);
