declare namespace App {
  interface Locals {
    /** The cache policy row of the current response. */
    responseKind: import('./lib/cache/policy.ts').ResponseKind;
    /** The tags and lifetimes of the documents that the current response shows. */
    shown: import('./lib/cache/policy.ts').Shown;
    /** The URL of the request as it was sent, also while another page renders the response. */
    url: URL;
    /** The state of the database that the response shows; absent from responses that clients share. */
    bookmark?: () => string | null;
    /** What the current request has cost the database. */
    meter: import('./lib/http/response/server-timing.ts').Meter;
  }
}

declare namespace Cloudflare {
  interface Env {
    /** An optional secret: `npx wrangler secret put IMAGE_SIGNING_KEY`. */
    IMAGE_SIGNING_KEY?: string;
  }
}

interface ImportMetaEnv {
  /** Whether the Worker is built for Cloudflare, without the cache that imitates its own. */
  readonly WITHOUT_LOCAL_CACHE: boolean;
}

/** The numbers of `[[ratelimits]]` in `wrangler.toml`, by the names of their bindings. `astro.config.mjs` defines it. */
declare const RATES: Readonly<Partial<Record<string, import('./lib/http/rate-limit.ts').Rate>>>;

/** The folder of the prerendered OpenAPI documents below `/contract`: a name that nobody can guess. */
declare const CONTRACT_FOLDER: string;
