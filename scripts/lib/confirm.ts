import { createInterface } from 'node:readline/promises';

/**
 * Asks on the terminal whether to go on.
 *
 * @param option the option that answers yes where there is no terminal
 * @throws Error for every answer but `y` or `yes`, and without a terminal
 */
export async function confirm(question: string, option: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Error(`${question}? Add ${option} to confirm.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question}? (y/N) `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new Error('Nothing was changed.');
}
