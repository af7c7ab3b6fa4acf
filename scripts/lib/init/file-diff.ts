import { styleText } from 'node:util';
import { createTwoFilesPatch } from 'diff';

/** The unified diff of a file, coloured on a terminal. */
export function fileDiff(file: string, before: string, after: string): string {
  const [, ...lines] = createTwoFilesPatch(file, file, before, after, 'now', 'new').trimEnd().split('\n');
  return lines.map(coloured).join('\n');
}

function coloured(line: string): string {
  if (line.startsWith('+')) return styleText('green', line);
  return line.startsWith('-') ? styleText('red', line) : line;
}
