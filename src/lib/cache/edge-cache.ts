/**
 * The shared cache in front of one entrypoint of the Worker. On Cloudflare that is Workers Cache, which the platform
 * has already asked when the Worker runs; on a laptop it is the stand-in.
 */
export interface EdgeCache {
  /**
   * Answers from the cache, or with what `next` makes. `next` is given the request to answer: for an answer that may
   * be stored that is a GET without preconditions or ranges, as Cloudflare sends it.
   */
  serve(
    request: Request,
    next: (request: Request) => Promise<Response>,
    waitUntil: (promise: Promise<unknown>) => void,
  ): Promise<Response>;

  /** Forgets every stored answer that carries one of these tags. Never rejects: a purge must not fail a write. */
  purge(tags: string[]): Promise<void>;
}

/** No cache, or one that the platform has asked already. */
export const PASS_THROUGH: EdgeCache = {
  serve: (request, next) => next(request),
  purge: () => Promise.resolve(),
};
