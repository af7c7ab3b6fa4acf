import { outputOfScript } from './run.ts';
import { buildVariables, type Target } from './target.ts';

/**
 * Builds the Worker into `dist/` without showing the output.
 *
 * @throws Error with the reason
 */
export async function buildQuietly(target: Pick<Target, 'env' | 'config'>): Promise<undefined> {
  const { code, stdout, stderr } = await outputOfScript('build.ts', buildVariables(target));
  if (code !== 0) throw new Error(stderr.trim() || stdout.trim());
}
