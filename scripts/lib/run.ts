import { spawn } from 'node:child_process';

/** Runs a command of node_modules/.bin with its output shown. Rejects when it ends with another code than 0. */
export function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`)),
    );
  });
}

export interface Output {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command of node_modules/.bin and answers what it wrote, with whatever code it ends. */
export function outputOf(command: string, args: string[]): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    child.once('error', reject);
    // Unlike `exit`, this waits for the end of the output.
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
