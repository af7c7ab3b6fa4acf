import { Problem } from '../problem/problem.ts';

/**
 * The segments of a path, each decoded once. Astro's own parameters are decoded up to ten times
 * (https://github.com/withastro/astro/issues/16313), so an id with a percent sign would not be found. Replace this when
 * Astro decodes once.
 *
 * @param pathname of a URL that Astro has not rewritten
 * @throws Problem 400 for invalid percent-encoding
 */
export function pathSegments(pathname: string): string[] {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch (cause) {
      throw new Problem('bad-path', `The path segment ${segment} is not percent-encoded UTF-8.`, { cause });
    }
  });
}
