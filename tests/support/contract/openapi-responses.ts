import { FIXED_HEADERS } from '../../../src/lib/http/response/fixed-headers.ts';
import type { Response as Described, OpenApiDocument } from '../../../src/lib/openapi/openapi-types.ts';

/** Headers that the contract does not list: those of the connection, of caches, of CORS and of the content. */
const PROTOCOL = [
  ...['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length', 'content-type', 'vary'],
  ...['cloudflare-cdn-cache-control', 'cache-tag', 'cache-control', 'access-control-allow-origin', 'allow'],
  ...Object.keys(FIXED_HEADERS),
];

/** Returns the names of the other headers of a response. */
export function ownHeaders({ headers }: Response): string[] {
  return [...headers.keys()].filter((name) => !PROTOCOL.includes(name));
}

/** Finds the headers and problem codes that a contract lists for a status of a request; `null` if the status is not listed. */
export function responseOf(
  { paths, components }: OpenApiDocument,
  method: string,
  path: string,
  status: number,
): { headers: Set<string>; codes: Set<string> } | null {
  const [pathname = ''] = path.split('?');
  // A path without parameters has precedence.
  const templates = Object.keys(paths).toSorted(
    (one, other) => one.split('{').length - other.split('{').length,
  );
  const template = templates.find((one) =>
    new RegExp(`^${one.replace('{source}', '.+').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  const operation = Object.entries(paths[template ?? ''] ?? {}).find(
    ([name]) => name === method.toLowerCase(),
  )?.[1];
  const listed = operation?.responses[String(status)];
  if (listed === undefined) return null;
  const response: Described | undefined =
    '$ref' in listed ? components.responses[listed.$ref.replace(/^.*\//, '')] : listed;
  const schema = response?.content?.['application/problem+json']?.schema as
    | { allOf: [unknown, { properties: { code: { enum: string[] } } }] }
    | undefined;
  return {
    headers: new Set(Object.keys(response?.headers ?? {}).map((name) => name.toLowerCase())),
    codes: new Set(schema?.allOf[1].properties.code.enum),
  };
}
