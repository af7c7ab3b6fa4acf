import { Problem } from '../../http/problem/problem.ts';
import { MAX_SIDE, MAX_SOURCE_BYTES, MAX_SOURCE_PIXELS } from '../binding-facts.ts';
import { readImage, type SourceImage } from '../file/read-image.ts';
import { isAllowed, type ListName, type Source, type SourceLists } from './allow-list.ts';
import { type FetchOptions, fetchSource, type Upstream } from './fetch-source.ts';

export interface SourceDependencies {
  fetch: typeof fetch;
  /** Files of `public/`. */
  assets: Pick<Fetcher, 'fetch'>;
  /** Milliseconds since 1970. */
  now: () => number;
  lists: SourceLists;
}

/** The longest wait for one source. */
const TIMEOUT_MS = 10_000;

/** Vite's development server responds with 403 to a host it does not know. The assets binding ignores the host. */
const ASSET_ORIGIN = 'http://localhost';

/**
 * Opens a source, within a limit of time and of bytes.
 *
 * @param list the allow-list for every redirect
 * @param ownHost the host of this service, which is never fetched
 * @throws Problem 404 for a missing file; else as `fetchSource` does
 */
export function openSource(
  source: Source,
  list: ListName,
  ownHost: string,
  { fetch, assets, now, lists }: SourceDependencies,
): Promise<Upstream> {
  const limits = { now, timeout: TIMEOUT_MS, maxBytes: MAX_SOURCE_BYTES };
  if (source.kind === 'asset') return openAsset(source.path, assets, limits);
  return fetchSource(source.url, {
    ...limits,
    fetch,
    isAllowed: (url) => {
      if (url.host === ownHost)
        throw new Problem('source-loop', 'The source redirects back to this service.');
      return isAllowed(url, lists[list]);
    },
  });
}

/**
 * Reads the image of a source, up to its dimensions.
 *
 * @throws Problem 415 when it is not an image, 413 when it has more pixels than the binding decodes, 422 when it has none
 */
export async function readSourceImage({ body }: Upstream): Promise<SourceImage> {
  const image = await readImage(body);
  const { width, height } = image;
  const isTooLarge = Math.max(width, height) > MAX_SIDE || width * height > MAX_SOURCE_PIXELS;
  if (!isTooLarge && width > 0 && height > 0) return image;
  await image.body.cancel();
  throw isTooLarge
    ? new Problem(
        'source-too-large',
        `The source has ${width} × ${height} px; at most ${MAX_SIDE} px per side and ${MAX_SOURCE_PIXELS} px in all are allowed.`,
      )
    : new Problem('undecodable-image', 'The source has no pixels.');
}

async function openAsset(
  path: string,
  assets: SourceDependencies['assets'],
  limits: Pick<FetchOptions, 'now' | 'timeout' | 'maxBytes'>,
): Promise<Upstream> {
  const fetchFile: typeof fetch = async (input, init) => {
    const response = await assets.fetch(input, init);
    if (response.status === 200 || response.status >= 500) return response;
    // The assets binding redirects only paths of pages, so no file has this path.
    await response.body?.cancel();
    throw new Problem('no-such-file', `There is no file ${path}.`);
  };
  return fetchSource(new URL(path, ASSET_ORIGIN), { ...limits, fetch: fetchFile, isAllowed: () => true });
}
