import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Unit tests are short: run last, they fill one process while the other ends a long file. Vitest orders projects by name,
 * and the files of a project by their last duration, or their size.
 */
class UnitLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isUnit = ({ project }: TestSpecification) => project.name === 'unit';
    return (await super.sort(files)).toSorted((a, b) => Number(isUnit(a)) - Number(isUnit(b)));
  }
}

/**
 * All projects have the same two processes: Vitest runs projects with different numbers one after the other, or refuses to
 * run them. The files of one project in one process share their modules. No test asserts a time, so the limits in
 * milliseconds suit a machine that others use too.
 */
const COMMON = {
  maxWorkers: 2,
  isolate: false,
  testTimeout: 120_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 30_000 } },
  // For the commands that tests start: a sixth of the time of wrangler's start is that of compiling it.
  env: { NODE_COMPILE_CACHE: resolve('node_modules/.cache/node') },
};

const SEED = 'tests/support/properties/fixed-seed.ts';

export default defineConfig({
  test: {
    sequence: { sequencer: UnitLast },
    projects: [
      // Unit tests are pure: no module that they import has a state.
      { test: { ...COMMON, name: 'unit', include: ['tests/unit/**/*.test.ts'], setupFiles: [SEED] } },
      // A Worker of its own without a proxy. Nothing intercepts its requests.
      {
        test: { ...COMMON, name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'], testTimeout: 600_000 },
      },
      // `npm run test:dev`: Astro's development server can end while Vite bundles for the first time on a busy machine.
      {
        test: {
          ...COMMON,
          name: 'dev',
          include: ['tests/dev/**/*.test.ts'],
          setupFiles: ['tests/support/worker/setup.ts'],
        },
      },
      // Chromium opens the pages of a Worker of its own.
      { test: { ...COMMON, name: 'browser', include: ['tests/browser/**/*.test.ts'], setupFiles: [SEED] } },
      // The files of one process share one running Worker, one database and one intercepted internet.
      {
        test: {
          ...COMMON,
          name: 'worker',
          include: ['tests/worker/**/*.test.ts'],
          setupFiles: [SEED, 'tests/support/worker/setup.ts'],
        },
      },
    ],
  },
});
