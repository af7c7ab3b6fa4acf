import { basename } from 'node:path';
import { NPM_SCRIPTS } from './npm-scripts.ts';

/**
 * Runs a command of this folder's parent. An error ends the process with code 1 and its message as the last line. With
 * `--help` or `-h`, the command only prints what it does.
 */
export async function runCommand(main: () => Promise<void>, usage?: string): Promise<void> {
  const [, script = '', ...args] = process.argv;
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    const name = basename(script, '.ts');
    const command = name === 'start' ? 'npm start' : `npm run ${name}`;
    console.log([command, NPM_SCRIPTS[name], usage].filter((part) => part !== undefined).join('\n\n'));
    return;
  }
  // Miniflare would download sample geodata for `request.cf`, which Perigee does not read, and warn when offline.
  process.env['CLOUDFLARE_CF_FETCH_ENABLED'] ??= 'false';
  try {
    await main();
  } catch (error) {
    console.error(messageOf(error));
    process.exit(1);
  }
}

/** Runs one step of a command, and prints one line with its name, its duration, and the detail that it returns. */
export async function step(name: string, work: () => Promise<string | undefined>): Promise<void> {
  const started = performance.now();
  process.stdout.write(`${name.padEnd(10)}`);
  try {
    const detail = await work();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${seconds.padStart(5)} s${detail === undefined ? '' : `   ${detail.replaceAll('\n', `\n${' '.repeat(20)}`)}`}`,
    );
  } catch (error) {
    console.log('failed');
    throw error;
  }
}

/** @throws Error for arguments that a command does not have */
export function refuseArguments(command: string, rest: readonly string[], options: readonly string[]): void {
  const [first] = rest.filter((arg) => arg !== '--');
  if (first === undefined) return;
  const allowed = options.map((option) => `--${option}`).join(', ');
  throw new Error(`${command} does not have the argument ${first}; allowed: ${allowed}.`);
}

/** The message of an error without stack frames: an error that was thrown inside workerd has them in its message. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const lines = error.message.split('\n').filter((line) => !/^\s+at /.test(line));
  return lines.join('\n').trim();
}
