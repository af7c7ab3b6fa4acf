import { STATUS_CODES } from './status-codes.ts';

export interface ProblemOptions {
  /** Stable name of the kind of problem, kebab-case; becomes the last part of `type`. */
  code?: string;
  /** Headers that belong to the answer, such as `Allow` or `WWW-Authenticate`. */
  headers?: Record<string, string>;
  /** Extension members (RFC 9457 section 3.2), such as `errors`. */
  extensions?: Record<string, unknown>;
  /** What went wrong underneath; logged, never shown. */
  cause?: unknown;
}

/**
 * The one error that has a public meaning. Thrown anywhere, it becomes an `application/problem+json` answer in
 * `middleware.ts`. `detail` is shown to the client: it names what was wrong and what would be right.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  readonly extensions: Record<string, unknown>;

  constructor(status: number, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.status = status;
    this.code =
      options.code ??
      titleOf(status)
        .toLowerCase()
        .replaceAll(/[^a-z]+/g, '-');
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }
}

/**
 * The answer for a problem: RFC 9457, with `message` repeating `detail` for the clients that show that member.
 *
 * @param instance the path of the request that failed
 */
export function problemResponse(problem: Problem, instance: string): Response {
  const body = {
    type: `/problems/${problem.code}`,
    title: titleOf(problem.status),
    status: problem.status,
    detail: problem.message,
    instance,
    message: problem.message,
    ...problem.extensions,
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...problem.headers },
  });
}

/** The problem that a `problemResponse` of another entrypoint tells of. */
export async function problemOf(response: Response): Promise<Problem> {
  const { type, detail } = await response.json<{ type: string; detail: string }>();
  return new Problem(response.status, detail, { code: type.replace('/problems/', '') });
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}
