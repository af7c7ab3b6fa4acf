import { type ChildProcess, fork } from 'node:child_process';

export interface BuildOutcome {
  /** The message of the error that ended the build. */
  error: string | null;
}

let builder: ChildProcess | undefined;
let earlier: Promise<unknown> = Promise.resolve();

/**
 * Builds the project of a folder, in one process for all folders.
 *
 * @throws Error with the message that `npm run build` would print last
 */
export async function buildFolder(folder: string): Promise<void> {
  const building = earlier.then(() => outcomeOf(folder));
  earlier = building.catch(() => undefined);
  const { error } = await building;
  if (error !== null) throw new Error(error);
}

function outcomeOf(folder: string): Promise<BuildOutcome> {
  builder ??= startBuilder();
  const child = builder;
  return new Promise((resolve, reject) => {
    const ended = () => {
      builder = undefined;
      reject(new Error(`The process that built ${folder} ended.`));
    };
    child.once('exit', ended);
    child.once('message', (outcome: BuildOutcome) => {
      child.off('exit', ended);
      resolve(outcome);
    });
    child.send(folder);
  });
}

/** Starts the process, which ends with this one. */
function startBuilder(): ChildProcess {
  const file = new URL('./build-process.ts', import.meta.url);
  const child = fork(file, { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  child.unref();
  child.channel?.unref();
  return child;
}
