// WHICH images are served, and how. docs/images.md describes the settings.
import { defineImages } from './lib/images/define-images.ts';

export const images = defineImages({
  sources: ['docs.astro.build'],
  signedSources: ['upload.wikimedia.org', '*.githubusercontent.com'],
  presets: {
    card: { width: 480, height: 320, fit: 'cover', format: 'auto' },
    avatar: { width: 96, height: 96, fit: 'cover', gravity: 'face', format: 'auto' },
  },
});
