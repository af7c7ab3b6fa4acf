/**
 * The shared cache in front of one entrypoint of the Worker. On Cloudflare it is Workers Cache, which runs before the
 * Worker. In local development it is the `LocalCache`.
 */
export interface EdgeCache {
  /**
   * Responds from the cache, or with the response of `next`. A storable response is requested from `next` with a GET,
   * without the client's preconditions and ranges, as on Cloudflare.
   */
  serve(
    request: Request,
    next: (request: Request) => Promise<Response>,
    waitUntil: (promise: Promise<unknown>) => void,
  ): Promise<Response>;

  /** Removes every stored response that carries one of these tags. Never rejects: a purge must not fail a write. */
  purge(tags: string[]): Promise<void>;
}

/** No cache, or a cache that the platform runs before the Worker. */
export const PASS_THROUGH: EdgeCache = {
  serve: (request, next) => next(request),
  purge: () => Promise.resolve(),
};
