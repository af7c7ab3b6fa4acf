declare namespace Cloudflare {
  interface Env {
    /** A secret, which need not be set: `npx wrangler secret put IMAGE_SIGNING_KEY`. */
    IMAGE_SIGNING_KEY?: string;
  }
}
