import type { Draft } from '../request/draft.ts';

/** A request that shows one way. */
export interface Sample {
  name: string;
  draft: Draft;
  /** Whether it is sent with the ETag that the same request without it brings. */
  isConditional?: boolean;
}

/** What a browser asks an image for. */
const ACCEPT = { Accept: 'image/avif,image/webp,image/*,*/*;q=0.8' };

const get = (path: string, headers: Draft['headers'] = {}): Draft => ({ method: 'GET', path, headers });

/**
 * The samples of the page.
 *
 * @param collection the name of a public collection, or `null` if none is public
 */
export function samplesOf(collection: string | null): readonly Sample[] {
  const list = get(`/api/${collection}?_limit=3`);
  return [
    ...(collection === null
      ? []
      : [
          { name: 'A list', draft: list },
          { name: 'The list again, with its ETag', draft: list, isConditional: true },
        ]),
    { name: 'A picture', draft: get('/image/format=auto,width=400/pictures/terminator.jpg', ACCEPT) },
    { name: 'A response that is not stored', draft: get('/health.json') },
    { name: 'A static file', draft: get('/built-with.json') },
  ];
}
