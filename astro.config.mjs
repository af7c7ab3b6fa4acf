import { randomUUID } from 'node:crypto';
import cloudflare from '@astrojs/cloudflare';
import { defineConfig, passthroughImageService } from 'astro/config';
import { checkedAtBuild } from './scripts/lib/build/checked-at-build.ts';
import { routesImportedOnce } from './scripts/lib/build/routes-imported-once.ts';
import { smallWorker } from './scripts/lib/build/small-worker.ts';
import { staticHeaders } from './scripts/lib/build/static-headers.ts';
import { withoutDocumentation } from './scripts/lib/build/without-documentation.ts';
import { withoutUnusedFeatures } from './scripts/lib/build/without-unused-features.ts';
import { readRates } from './scripts/lib/docs/rates.ts';
// Checks the owner's files before anything is built: a mistake ends `astro build` and `astro dev` with its message.
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
  // With the name of its own provider, the adapter sends `no-store` with every response that sets no cache headers.
  cache: {
    provider: {
      name: 'cloudflare',
      entrypoint: new URL('./src/platform/cache-provider.ts', import.meta.url),
    },
  },
  // No route uses sessions. The default would bind a KV namespace.
  session: false,
  // Browsers do not add a bearer token by themselves, so a forged cross-site request has no authority. For people who use
  // Cloudflare Access, `lib/auth/same-origin.ts` checks the origin. Astro's check would refuse HTML forms, and a DELETE of
  // curl, which has no `Content-Type`.
  security: { checkOrigin: false },
  // The Content-Security-Policy of the pages allows no inline style or script.
  // `file` serves a page that is made at build without a redirect to a path with a slash.
  build: { inlineStylesheets: 'never', format: 'file' },
  vite: {
    build: { assetsInlineLimit: 0 },
    define: {
      // The whole contract names private collections. Static files have no access rules, so only the Worker knows its path.
      CONTRACT_FOLDER: JSON.stringify(randomUUID()),
      RATES: JSON.stringify(readRates()),
      // Set by `npm run deploy`: Cloudflare has its own cache, which `LocalCache` imitates elsewhere.
      'import.meta.env.WITHOUT_LOCAL_CACHE': String(process.env.WITHOUT_LOCAL_CACHE === 'true'),
    },
    plugins: [
      smallWorker(),
      routesImportedOnce(),
      withoutUnusedFeatures(),
      withoutDocumentation(),
      checkedAtBuild({ collections, images, site }),
    ],
  },
  devToolbar: { enabled: false },
});
