import fc from 'fast-check';
import { fixedSeed } from './seed.ts';

// A property fails for a fault of the commit, not of an earlier one. A failure prints its seed.
fc.configureGlobal({ seed: fixedSeed() });
