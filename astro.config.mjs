import cloudflare from '@astrojs/cloudflare';
import { defineConfig } from 'astro/config';
// Checks what the owner wrote before anything is built: a mistake ends `astro build` and `astro dev` with its message.
import './src/collections.ts';
import './src/images.ts';

export default defineConfig({
  output: 'server',
  // 'passthrough' keeps Astro's own image code out of the Worker: pictures are rendered by lib/images.
  adapter: cloudflare({ imageService: 'passthrough' }),
  // Under the name of its own provider the adapter says `no-store` of every answer that says nothing of caching.
  cache: {
    provider: { name: 'cloudflare', entrypoint: new URL('./src/platform/edge-cache.ts', import.meta.url) },
  },
  // No route uses sessions; the default would bind a KV namespace.
  session: false,
  // The API authenticates with bearer tokens and never with cookies, so a forged cross-site request carries no
  // authority, and the check would refuse curl's DELETE without Content-Type and every HTML form.
  security: { checkOrigin: false },
  // The Content-Security-Policy of pages allows no inline style or script.
  build: { inlineStylesheets: 'never' },
  vite: { build: { assetsInlineLimit: 0 } },
  devToolbar: { enabled: false },
});
