import { Problem } from './problem.ts';

/**
 * The segments of a URL's path, each decoded once. Astro's own parameters are decoded up to ten times, so an id with a
 * percent sign would not be found under its name.
 *
 * @throws Problem 400 for a broken percent-encoding
 */
export function pathSegments(url: string): string[] {
  const segments = new URL(url).pathname.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch (cause) {
      throw new Problem('bad-path', `The path segment ${segment} is not percent-encoded UTF-8.`, { cause });
    }
  });
}
