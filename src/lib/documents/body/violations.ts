import { Problem, type ProblemOptions } from '../../http/problem.ts';
import { truncateText } from '../../http/truncate-text.ts';

/** One invalid part of a document. */
export interface Violation {
  /** A JSON Pointer (RFC 6901). */
  pointer: string;
  message: string;
}

/** Violations listed in one response. */
const MAX_VIOLATIONS = 50;
/** Characters of a pointer that are shown. */
const MAX_POINTER = 200;

/** 422 with `violations`, and with `errors` by field name, which react-admin shows in its forms. */
export function invalidDocument(
  violations: readonly Violation[],
  { cause }: Pick<ProblemOptions, 'cause'> = {},
): Problem {
  const listed = violations
    .slice(0, MAX_VIOLATIONS)
    .map(({ pointer, message }) => ({ pointer: truncateText(pointer, MAX_POINTER), message }));
  const summary = listed.map(({ pointer, message }) => `${pointer || 'the document'}: ${message}`).join('; ');
  const more = violations.length > listed.length ? `; and ${violations.length - listed.length} more` : '';
  const byField = listed.map(({ pointer, message }) => [pointer.slice(1).replaceAll('/', '.'), message]);
  return new Problem('invalid-document', `The document is not valid. ${summary}${more}`, {
    extensions: { errors: Object.fromEntries(byField), violations: listed },
    cause,
  });
}

/** The JSON Pointer to a path (RFC 6901 section 3). */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
