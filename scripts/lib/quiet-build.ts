import { outputOfScript } from './run.ts';

/** Builds the Worker into `dist/` without showing the output. Throws with the reason if the build fails. */
export async function buildQuietly(): Promise<undefined> {
  const { code, stdout, stderr } = await outputOfScript('build.ts');
  if (code !== 0) throw new Error(stderr.trim() || stdout.trim());
}
