// `npm run dev` runs this before Astro's development server, which needs no built Worker.
import { prepareState } from './local.ts';

await prepareState();
