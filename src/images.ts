import type { ImagesConfig } from './lib/images/config.ts';

/** Which pictures may be served, and how. This file is yours to edit. */
export const images: ImagesConfig = {
  sources: [{ host: 'docs.astro.build' }],
  signedSources: [{ host: 'upload.wikimedia.org' }, { host: '*.githubusercontent.com' }],
  presets: {
    card: { width: 480, height: 320, fit: 'cover', format: 'auto' },
    avatar: { width: 96, height: 96, fit: 'cover', gravity: 'face', format: 'auto' },
  },
  limits: { width: 4096, height: 4096, pixels: 16_000_000 },
  widths: [],
};
