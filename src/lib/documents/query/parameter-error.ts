import { Problem } from '../../http/problem.ts';
import { truncateText } from '../../http/truncate-text.ts';

/** Characters of a value that are shown. */
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
