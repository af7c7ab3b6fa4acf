// npm runs this after an install, so that `npx wrangler dev` finds a built Worker and a filled database.
import { prepareLocal } from './local.ts';

await prepareLocal();
