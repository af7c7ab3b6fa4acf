import type { ImagesConfig } from './config/images-config.ts';
import type { SourceLists } from './source/allow-list.ts';

/** Everything that serving images needs from outside. The platform makes one per request. */
export interface ImageService {
  /** The URL of the request. */
  url: URL;
  config: ImagesConfig;
  lists: SourceLists;
  /** Without a key, no signature is valid. */
  signingKey: string | undefined;
  /** `IMAGE_SOURCE`, the source of `/image.jpg`; `null` when it is not a URL. */
  pinned: URL | null;
  /** The `clientKey` of the client, for the limits of renderings; `null` when it is not counted. */
  client: string | null;
  /** Applies the cache policy of images to the current response. Redirects and errors stay uncached. */
  cache: { as(kind: 'image'): void };
  /** Milliseconds since 1970. */
  now: () => number;
  /** Responds to a `writeRenderRequest`, from the cache if possible. */
  render: (request: Request) => Promise<Response>;
}
