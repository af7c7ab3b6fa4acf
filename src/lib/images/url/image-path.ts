import { Problem } from '../../http/problem.ts';

/** The two parts of `/image/{options}/{source}`, as written. */
export interface ImagePath {
  options: string;
  /** Includes the query. */
  source: string;
}

const PREFIX = /^\/image\/?/;

/**
 * Splits the URL of an image request. The query belongs to the source. The first `%3F` stands for `?`, as unpic writes
 * it.
 *
 * @throws Problem 400 when a part is missing
 */
export function splitImagePath({ pathname, search }: URL): ImagePath {
  const path = pathname.replace(PREFIX, '');
  const slash = path.indexOf('/');
  const options = path.slice(0, slash);
  const source = path.slice(slash + 1);
  if (slash < 1 || source === '') {
    throw new Problem(
      'bad-image-source',
      'The path must be /image/{options}/{source}, such as /image/width=400,format=auto/pictures/orbit.jpg.',
    );
  }
  const written = source.replace(/%3f/i, '?');
  return { options, source: written + (written.includes('?') ? search.replace('?', '&') : search) };
}
