import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ROOT = dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json'));

export interface Finished {
  code: number;
  output: string;
}

/** Runs the command of Redocly with the settings of `redocly.yaml`, offline. */
export function redocly(...args: readonly string[]): Promise<Finished> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    CI: 'true',
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'bin/cli.js'), ...args],
      { env, maxBuffer: 1e8 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
    );
  });
}
