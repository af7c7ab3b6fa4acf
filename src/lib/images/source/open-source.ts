import { Problem } from '../../http/problem.ts';
import { MAX_BYTES, MAX_PIXELS, MAX_SIDE } from '../limits.ts';
import { allowance, type Source, type SourceLists } from './allow-list.ts';
import { fetchSource, type Upstream } from './fetch-source.ts';
import { type Picture, readPicture } from './read-image.ts';

/** Where sources come from. */
export interface Origins {
  fetch: typeof fetch;
  /** Our static files. */
  assets: Pick<Fetcher, 'fetch'>;
  /** Milliseconds since 1970. */
  now: () => number;
  lists: SourceLists;
}

const TIMEOUT = 10_000;

/**
 * Opens a source.
 *
 * @param ownHost from which no source is fetched
 * @throws Problem 404 for a file that is not there, 502, 504, 413 or 508 for another server
 */
export function openSource(
  source: Source,
  list: keyof SourceLists,
  ownHost: string,
  origins: Origins,
): Promise<Upstream> {
  if (source.kind === 'asset') return openAsset(source.path, origins.assets);
  return fetchSource(source.url, {
    fetch: origins.fetch,
    now: origins.now,
    timeout: TIMEOUT,
    maxBytes: MAX_BYTES,
    isAllowed: (url) => {
      if (url.host === ownHost)
        throw new Problem('source-loop', 'The source redirects back to this service.');
      return allowance(url, origins.lists[list]) !== undefined;
    },
  });
}

/**
 * Reads the picture that a source holds, as far as its dimensions.
 *
 * @throws Problem 415 when it is none, 413 when it has more pixels than the binding decodes
 */
export async function readSourcePicture(upstream: Upstream): Promise<Picture> {
  const picture = await readPicture(upstream.body);
  const { width, height } = picture;
  if (Math.max(width, height) > MAX_SIDE || width * height > MAX_PIXELS) {
    await picture.body.cancel();
    throw new Problem(
      'source-too-large',
      `The source has ${width} × ${height} px; at most ${MAX_SIDE} px per side and ${MAX_PIXELS} px in all are allowed.`,
    );
  }
  if (width === 0 || height === 0) {
    await picture.body.cancel();
    throw new Problem('undecodable-image', 'The source has no pixels.');
  }
  return picture;
}

async function openAsset(path: string, assets: Pick<Fetcher, 'fetch'>): Promise<Upstream> {
  const { status, headers, body } = await assets.fetch(new URL(path, 'https://assets.invalid'), {
    redirect: 'manual',
  });
  if (status !== 200 || body === null) {
    await body?.cancel();
    throw new Problem('no-such-file', `There is no file ${path}.`);
  }
  return { headers, body, failure: () => undefined };
}
