import { jsonOf, type Received } from '../../request/exchange.ts';
import { isObject } from '../json.ts';

export interface Violation {
  /** A JSON Pointer (RFC 6901). */
  pointer: string;
  message: string;
}

/** The values that a problem refuses: its `violations`, or its `errors` by field. */
export function violationsOf(received: Received | null): Violation[] {
  const problem = received && jsonOf(received);
  if (!isObject(problem)) return [];
  const { violations, errors } = problem;
  if (Array.isArray(violations)) return violations.filter(isViolation);
  if (!isObject(errors)) return [];
  return Object.entries(errors).map(([name, message]) => ({
    pointer: `/${name.replaceAll('.', '/')}`,
    message: String(message),
  }));
}

/** Messages by the field that has the value, or an outer one; `others` belong to no field. */
export function placed(
  violations: readonly Violation[],
  pointers: readonly string[],
): { byField: Readonly<Record<string, string>>; others: Violation[] } {
  const byField: Record<string, string> = {};
  const others: Violation[] = [];
  for (const violation of violations) {
    const { pointer, message } = violation;
    const field = pointers.find((name) => pointer === name || pointer.startsWith(`${name}/`));
    if (field === undefined) {
      others.push(violation);
      continue;
    }
    const place = pointer.slice(field.length + 1);
    const text = place === '' ? message : `${place}: ${message}`;
    byField[field] = field in byField ? `${byField[field]} ${text}` : text;
  }
  return { byField, others };
}

function isViolation(value: unknown): value is Violation {
  return isObject(value) && typeof value['pointer'] === 'string' && typeof value['message'] === 'string';
}
