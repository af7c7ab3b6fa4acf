// Builds folders, one after the other, as `scripts/build.ts` builds its own. More than half of the time of a build is that of
// loading Astro, Vite and wrangler, which this process does once.
import { messageOf } from '../../../scripts/lib/terminal.ts';
import type { BuildOutcome } from './build-folder.ts';

process.env['NODE_ENV'] = 'production';
process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
delete process.env['DEV'];
const { build } = await import('astro');

process.on('message', async (folder: string) => {
  process.send?.(await outcomeOf(folder));
});
process.once('disconnect', () => process.exit());

async function outcomeOf(root: string): Promise<BuildOutcome> {
  process.chdir(root);
  try {
    await build({ root, logLevel: 'error' });
    return { error: null };
  } catch (error) {
    return { error: messageOf(error) };
  }
}
