import { Problem } from '../../http/problem.ts';

/** 400 naming the parameter, its value and what is allowed. */
export function parameterError(name: string, value: string, allowed: string): Problem {
  const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
  return new Problem(
    'bad-parameter',
    `The parameter ${name} cannot be ${JSON.stringify(shown)}: ${allowed}.`,
    {
      extensions: { errors: { [name]: allowed } },
    },
  );
}
