import { randomUUID } from 'node:crypto';
import cloudflare from '@astrojs/cloudflare';
import { defineConfig, passthroughImageService } from 'astro/config';
import { checkedAtBuild } from './scripts/lib/build/checked-at-build.ts';
import { smallWorker } from './scripts/lib/build/small-worker.ts';
import { staticHeaders } from './scripts/lib/build/static-headers.ts';
import { withoutDocumentation } from './scripts/lib/build/without-documentation.ts';
import { withoutUnusedFeatures } from './scripts/lib/build/without-unused-features.ts';
import { readRates } from './scripts/lib/docs/rates.ts';
// Checks what the owner wrote before anything is built: a mistake ends `astro build` and `astro dev` with its message.
import { collections } from './src/collections.ts';
import { images } from './src/images.ts';
import { site } from './src/site.ts';

export default defineConfig({
  output: 'server',
  ...(site.url !== undefined && { site: site.url }),
  // These keep Astro's own image code out of the Worker. `src/lib/images` renders images.
  adapter: cloudflare({ imageService: 'custom' }),
  image: {
    service: passthroughImageService(),
    endpoint: { route: '/_image', entrypoint: './src/platform/image-endpoint.ts' },
  },
  integrations: [staticHeaders()],
  // Given its own provider's name, the adapter sends `no-store` with every response that sets no cache headers.
  cache: {
    provider: {
      name: 'cloudflare',
      entrypoint: new URL('./src/platform/cache-provider.ts', import.meta.url),
    },
  },
  // No route uses sessions. The default would bind a KV namespace.
  session: false,
  // A bearer token is no cookie, so a forged cross-site request has no authority; for people who come through Cloudflare
  // Access, `lib/auth/same-origin.ts` checks it.
  // The check would reject every HTML form, and a DELETE from curl, which has no `Content-Type`.
  security: { checkOrigin: false },
  // The Content-Security-Policy of the pages allows no inline style or script.
  // `file` serves a page that is made at build without a redirect to a path with a slash.
  build: { inlineStylesheets: 'never', format: 'file' },
  vite: {
    build: { assetsInlineLimit: 0 },
    define: {
      // The whole contract names private collections. Static files have no access rules, so its address is a secret of the
      // Worker.
      CONTRACT_FOLDER: JSON.stringify(randomUUID()),
      RATES: JSON.stringify(readRates()),
      // Set by `npm run deploy`: Cloudflare has its own cache, which a developer's machine imitates.
      'import.meta.env.WITHOUT_LOCAL_CACHE': String(process.env.WITHOUT_LOCAL_CACHE === 'true'),
    },
    plugins: [
      smallWorker(),
      withoutUnusedFeatures(),
      withoutDocumentation(),
      checkedAtBuild({ collections, images, site }),
    ],
  },
  devToolbar: { enabled: false },
});
