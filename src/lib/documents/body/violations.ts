import { Problem, type ProblemOptions } from '../../http/problem/problem.ts';
import type { ProblemCode } from '../../http/problem/problem-codes.ts';
import { truncateText } from '../../http/truncate-text.ts';

/** One invalid part of a document, or of a list of documents. */
export interface Violation {
  /** A JSON Pointer (RFC 6901). */
  pointer: string;
  message: string;
}

/** Maximum violations listed in one response. */
export const MAX_VIOLATIONS = 50;
/** Maximum characters of a pointer in a response. */
const MAX_POINTER = 200;

/** A problem with `violations`, and with `errors` by field name, which react-admin shows in its forms. */
export class InvalidDocument extends Problem {
  /** All of them. The response lists 50. */
  readonly violations: readonly Violation[];

  constructor(
    code: ProblemCode,
    what: string,
    violations: readonly Violation[],
    { cause }: Pick<ProblemOptions, 'cause'>,
  ) {
    const listed = violations
      .slice(0, MAX_VIOLATIONS)
      .map(({ pointer, message }) => ({ pointer: truncateText(pointer, MAX_POINTER), message }));
    const summary = listed
      .map(({ pointer, message }) => `${pointer || 'the document'}: ${message}`)
      .join('; ');
    const more = violations.length > listed.length ? `; and ${violations.length - listed.length} more` : '';
    const byField = listed.map(({ pointer, message }) => [pointer.slice(1).replaceAll('/', '.'), message]);
    super(code, `${what} ${summary}${more}`, {
      extensions: { errors: Object.fromEntries(byField), violations: listed },
      cause,
    });
    this.violations = violations;
  }
}

/** 422 with violations. */
export function invalidDocument(
  violations: readonly Violation[],
  { what = 'The document is not valid.', cause }: { what?: string; cause?: unknown } = {},
): InvalidDocument {
  return new InvalidDocument('invalid-document', what, violations, { cause });
}
