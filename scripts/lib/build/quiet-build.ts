import { outputOfScript } from '../run.ts';
import { buildVariables, type Target } from '../target.ts';

/**
 * Builds the Worker into `dist/` without showing the output.
 *
 * @param variables of the build, besides those that name the Worker
 * @throws Error with the reason
 */
export async function buildQuietly(
  target: Pick<Target, 'env' | 'config'>,
  variables: Record<string, string> = {},
): Promise<undefined> {
  const { code, stdout, stderr } = await outputOfScript('build.ts', {
    ...buildVariables(target),
    ...variables,
  });
  if (code !== 0) throw new Error(stderr.trim() || stdout.trim());
}
