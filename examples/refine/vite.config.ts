import { defineConfig } from 'vite';

export default defineConfig({
  // Files of @tanstack/react-query begin with 'use client', and each would be a warning.
  build: { rolldownOptions: { checks: { moduleLevelDirective: false } } },
});
