import { Problem } from '../../http/problem/problem.ts';

/** The two parts of `/image/{options}/{source}`, as written. */
export interface ImagePath {
  options: string;
  /** Includes the query. */
  source: string;
}

const PREFIX = /^\/image\/?/;

/** An encoded question mark, encoded once or more. */
const ENCODED_MARK = /%(25)*3f/gi;
/** A scheme with one slash: proxies merge two. */
const MERGED_SLASHES = /^(https?:)\/(?!\/)/i;

/**
 * Splits the URL of an image request. The query belongs to the source. The first `%3F` stands for `?`, as unpic writes
 * it. Before it, `%253F` stands for the `%3F` of a file name with a question mark.
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
  const written = decodeMark(source).replace(MERGED_SLASHES, '$1//');
  return { options, source: written + (written.includes('?') ? search.replace('?', '&') : search) };
}

/** Writes a source for the path of an image URL, as `splitImagePath` reads it. Its `?` may stay or become `%3F`. */
export function encodeSource(source: string): string {
  const [path = '', ...query] = source.split('?');
  return [path.replace(ENCODED_MARK, (mark) => `%25${mark.slice(1)}`), ...query].join('?');
}

/** Decodes one layer of the question marks up to the one that begins the query. */
function decodeMark(source: string): string {
  const at = source.search(/%3f/i);
  const path = at === -1 ? source : source.slice(0, at);
  const query = at === -1 ? '' : `?${source.slice(at + 3)}`;
  return path.replace(ENCODED_MARK, (mark) => `%${mark.slice(3)}`) + query;
}
