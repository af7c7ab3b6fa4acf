import { isProblemCode, PROBLEM_KINDS, type ProblemCode } from '../http/problem/problem-codes.ts';
import { PROBLEM_EXPLANATIONS } from '../http/problem/problem-explanations.ts';
import { type HeaderName, headerRefs } from './headers.ts';
import type { Paths, Reference, Response } from './openapi-types.ts';
import { isReference, nameOfRef, refTo } from './references.ts';

/** The codes of problems by what an operation does. */
const PROBLEMS_OF = {
  worker: ['rate-limited', 'internal-error'],
  path: ['bad-path', 'bad-header', 'no-such-collection'],
  database: ['not-configured', 'database-busy', 'database-unavailable'],
  credential: ['token-required', 'token-invalid', 'scope-required', 'access-unavailable'],
  contract: ['contract-unavailable'],
  list: ['bad-parameter', 'query-too-large', 'needs-index', 'cursor-lost'],
  selection: ['bad-parameter', 'query-too-large'],
  changes: ['bad-parameter', 'changes-not-recorded', 'changes-gone'],
  document: ['no-such-document'],
  body: ['malformed-body', 'body-too-large', 'unsupported-media-type', 'invalid-document'],
  write: ['cross-site-write', 'write-unconfirmed'],
  create: ['id-taken'],
  repeat: ['idempotency-key-reused'],
  precondition: ['precondition-failed'],
  ids: ['bad-parameter', 'bad-header', 'no-such-document'],
  imageUrl: [
    'bad-path',
    'bad-header',
    'bad-image-option',
    'bad-image-source',
    'image-too-large',
    'option-needs-signature',
    'source-not-allowed',
    'bad-signature',
    'source-loop',
    'not-configured',
  ],
  imageSource: [
    'no-such-file',
    'source-forbidden',
    'source-not-found',
    'source-gone',
    'source-too-large',
    'not-an-image',
    'unsupported-image',
    'undecodable-image',
    'source-unreachable',
    'source-failed',
    'render-failed',
    'images-busy',
    'source-busy',
    'source-timeout',
  ],
} as const satisfies Record<string, readonly ProblemCode[]>;

/** The problems of every write of a collection. */
export const WRITE_PROBLEMS = [
  'worker',
  'path',
  'database',
  'credential',
  'write',
] as const satisfies readonly ProblemSource[];

type ProblemSource = keyof typeof PROBLEMS_OF;

/** Headers that every problem may have. */
const ALWAYS: readonly HeaderName[] = ['X-Request-Id', 'Cache-Control', 'Server-Timing', 'X-D1-Bookmark'];

/** Other headers of problems, by status. The edge stores the 404 of a missing document. */
const HEADERS_OF: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  404: ['Age', 'Cf-Cache-Status'],
  412: ['ETag'],
  415: ['Accept-Patch'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** The responses with a problem, by status. A component is named by its status and its codes. */
export function problemResponses(...sources: readonly ProblemSource[]): Record<string, Reference> {
  const codes = [...new Set(sources.flatMap((source): readonly ProblemCode[] => PROBLEMS_OF[source]))];
  const byStatus = Map.groupBy(codes, (code) => PROBLEM_KINDS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      String(status),
      refTo('responses', [status, ...of.toSorted()].join('.')),
    ]),
  );
}

/** The responses with problems that operations refer to, by the names of their components. */
export function problemComponents(paths: Paths): Record<string, Response> {
  const responses = Object.values(paths)
    .flatMap((item) => Object.values(item))
    .flatMap((operation) => Object.values(operation.responses));
  const names = new Set(responses.filter(isReference).map(nameOfRef));
  return Object.fromEntries([...names].toSorted().map((name) => [name, problemResponse(name)]));
}

function problemResponse(name: string): Response {
  const [status, ...parts] = name.split('.');
  const codes = parts.filter(isProblemCode);
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEM_EXPLANATIONS[code].meaning}`).join('\n\n'),
    headers: headerRefs(...ALWAYS, ...(HEADERS_OF[Number(status)] ?? [])),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            refTo('schemas', 'perigee.problem'),
            { type: 'object', properties: { status: { const: Number(status) }, code: { enum: codes } } },
          ],
        },
      },
    },
  };
}

/** The problems of a static file. Cloudflare serves it without the Worker, and refuses requests itself. */
export const REFUSED_BY_CLOUDFLARE: Readonly<Record<string, Response>> = {
  '4XX': {
    description: 'Cloudflare refuses the request, for example a malformed one. The Worker does not run.',
  },
};
