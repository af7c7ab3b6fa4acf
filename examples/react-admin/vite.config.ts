import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    // react-admin is 1,100 kB, 346 kB as gzip.
    chunkSizeWarningLimit: 1_200,
    // Its files begin with 'use client', and each would be a warning.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
