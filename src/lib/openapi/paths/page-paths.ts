import { headerRefs } from '../headers.ts';
import type { Operation, Paths } from '../openapi-types.ts';
import { problemResponses, REFUSED_BY_CLOUDFLARE } from '../problems.ts';
import { OPEN } from '../security.ts';
import { TAGS } from '../tags.ts';

/** The purpose of each page. */
const SUMMARIES: Readonly<Record<string, string>> = {
  '/': 'The home page',
  '/console': 'Sends any request and explains its response',
  '/data': 'Shows and edits documents',
  '/health': 'Shows the data of `/health.json`',
  '/how-it-works': 'Shows the path of a request',
  '/pictures': 'Makes image URLs',
  '/reference': 'The OpenAPI document as a page',
};

/**
 * The pages for people.
 *
 * @param paths such as `/console`
 */
export function pagePaths(paths: readonly string[]): Paths {
  return Object.fromEntries(
    paths.toSorted().map((path) => [path, { get: pageOperation(path, SUMMARIES[path] ?? 'A page') }]),
  );
}

/** The operation of a page, which is a file of the build or is rendered by the Worker. */
function pageOperation(path: string, summary: string): Operation {
  return {
    operationId: `readPage${path === '/' ? '' : path.replaceAll('/', '-')}`,
    tags: [TAGS.service],
    summary,
    security: OPEN,
    responses: {
      200: {
        description: 'The page.',
        headers: headerRefs('ETag', 'Cache-Control', 'Cf-Cache-Status', 'X-Request-Id', 'Server-Timing'),
        content: { 'text/html': { schema: { type: 'string' } } },
      },
      ...problemResponses('worker'),
      ...REFUSED_BY_CLOUDFLARE,
    },
  };
}
