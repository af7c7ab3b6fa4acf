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
 * Every project has the same two processes: Vitest runs those with different numbers one after the other, or refuses to.
 * The files of one project and process share their modules.
 */
const PROCESSES = { maxWorkers: 2, isolate: false };

/** Milliseconds: these start a Worker, and may build one. */
const SLOW = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    sequence: { sequencer: UnitLast },
    projects: [
      // Unit tests are pure: no module that they import has a state.
      { test: { ...PROCESSES, name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      // A Worker of its own without a proxy. Nothing intercepts its requests.
      {
        test: { ...PROCESSES, name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'], testTimeout: 600_000 },
      },
      // `npm run test:dev`: Astro's development server can end while Vite bundles for the first time on a busy machine.
      {
        test: {
          ...PROCESSES,
          name: 'dev',
          include: ['tests/dev/**/*.test.ts'],
          setupFiles: ['tests/support/setup.ts'],
          hookTimeout: 180_000,
        },
      },
      // Chromium opens the pages of a Worker of its own.
      { test: { ...PROCESSES, ...SLOW, name: 'browser', include: ['tests/browser/**/*.test.ts'] } },
      // The files of one process share one running Worker, one database and one intercepted internet.
      {
        test: {
          ...PROCESSES,
          ...SLOW,
          name: 'worker',
          include: ['tests/worker/**/*.test.ts'],
          setupFiles: ['tests/support/setup.ts'],
        },
      },
    ],
  },
});
