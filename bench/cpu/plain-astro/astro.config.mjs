import cloudflare from '@astrojs/cloudflare';
import { defineConfig } from 'astro/config';

/** Astro endpoints without Perigee: the lower bound of `npm run bench:cpu`. */
export default defineConfig({
  output: 'server',
  adapter: cloudflare({ imageService: 'passthrough' }),
  session: false,
  devToolbar: { enabled: false },
});
