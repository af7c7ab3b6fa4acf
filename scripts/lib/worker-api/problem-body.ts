import type { ApiResponse } from './worker-api.ts';

/** The part of a `problem+json` that an import reads (RFC 9457). */
export interface ProblemBody {
  code: string;
  detail: string;
  /** By the index of the document: the place within it, and why. */
  violations: { index: number; pointer: string; message: string }[];
}

export function problemOf({ status, body }: Pick<ApiResponse, 'status' | 'body'>): ProblemBody {
  const { code, detail, violations } = (body ?? {}) as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : '',
    detail: typeof detail === 'string' ? detail : `The response has the status ${status}.`,
    violations: Array.isArray(violations) ? violations.flatMap(violationOf) : [],
  };
}

function violationOf(violation: { pointer?: unknown; message?: unknown }): ProblemBody['violations'] {
  const [, index, pointer = ''] = /^\/(\d+)(\/.*)?$/s.exec(String(violation.pointer)) ?? [];
  return index === undefined ? [] : [{ index: Number(index), pointer, message: String(violation.message) }];
}
