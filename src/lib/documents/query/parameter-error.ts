import { Problem } from '../../http/problem/problem.ts';
import { truncateText } from '../../http/truncate-text.ts';
import { MAX_NEEDLE } from '../limits.ts';

/** Maximum characters of a value in a message. */
const MAX_VALUE = 100;

/** 400 naming the parameter, its value and what is allowed. */
export function parameterError(name: string, value: string, allowed: string): Problem {
  return new Problem(
    'bad-parameter',
    `The parameter ${name} cannot be ${JSON.stringify(truncateText(value, MAX_VALUE))}: ${allowed}.`,
    {
      extensions: { errors: { [name]: allowed } },
    },
  );
}

/** The limit of a text to search for, for error messages. */
export const NEEDLE_RULE = `a text that is searched has at most ${MAX_NEEDLE} characters`;

/** @throws Problem 400 for a text that is too long to search for */
export function checkNeedle(name: string, text: string): void {
  if (isTooLong(text)) throw parameterError(name, text, NEEDLE_RULE);
}

/** Whether a text is too long to search for. */
export function isTooLong(text: string): boolean {
  return Array.from(text).length > MAX_NEEDLE;
}
