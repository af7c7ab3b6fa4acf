declare namespace App {
  interface Locals {
    /** The row of the cache policy that the answer under way belongs to. */
    answerKind?: import('./lib/cache/policy.ts').AnswerKind;
    /** The path of the request, also where another page answers for it. */
    askedPath: string;
    /** What the request has cost the database so far. */
    meter: import('./lib/documents/store/database.ts').Meter;
  }
}

declare namespace Cloudflare {
  interface Env {
    /** A secret, which need not be set: `npx wrangler secret put IMAGE_SIGNING_KEY`. */
    IMAGE_SIGNING_KEY?: string;
  }
}
