import { styleText } from 'node:util';
import { createTwoFilesPatch } from 'diff';

/** The unified diff of a file, coloured on a terminal. */
export function fileDiff(file: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(file, file, before, after, 'now', 'new').trimEnd();
  // It begins with a line of equals signs.
  return patch.slice(patch.indexOf('---')).split('\n').map(coloured).join('\n');
}

function coloured(line: string): string {
  if (line.startsWith('+')) return styleText('green', line);
  return line.startsWith('-') ? styleText('red', line) : line;
}
