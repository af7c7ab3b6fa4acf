import { createInterface } from 'node:readline/promises';

/**
 * Asks a question on the terminal, whose default is no.
 *
 * @param isYes whether the option `--yes` answers it
 * @throws Error without a terminal, because nobody can answer
 */
export async function confirm(question: string, isYes: boolean): Promise<boolean> {
  if (isYes) return true;
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new Error(`${question} Nothing was changed: there is no terminal to ask on. Pass --yes to agree.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
