import type { OpenApiDocument, Schema } from './openapi-types.ts';
import type { PlacedOperation } from './operation-groups.ts';
import { isReference, nameOfRef } from './references.ts';

/** A request that can be sent as it is. */
export interface ExampleRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** The value of a parameter without an example. */
const DEFAULT_EXAMPLE = 1;

/** The example of an operation: the request of its example response, else one built from parameters and body. */
export function exampleRequest(operation: PlacedOperation, document: OpenApiDocument): ExampleRequest {
  const { method, responses, parameters = [] } = operation;
  const all = parameters.map((one) =>
    isReference(one) ? document.components.parameters[nameOfRef(one)] : one,
  );
  let path = operation.path;
  const query = new URLSearchParams();
  for (const { name, in: place, required, example = DEFAULT_EXAMPLE } of all.filter(
    (one) => one !== undefined,
  )) {
    if (place === 'path') path = path.replace(`{${name}}`, () => pathText(example));
    if (place === 'query' && required === true) {
      for (const value of [example].flat()) query.append(name, String(value));
    }
  }
  const filled = query.size === 0 ? path : `${path}?${query}`;
  return { method, path: shownPath(responses) ?? filled, headers: {}, ...bodyExample(operation, document) };
}

/** The path and query of the `GET` that has the example response. */
function shownPath(responses: PlacedOperation['responses']): string | null {
  const shown = Object.values(responses)
    .flatMap((response) => ('content' in response ? Object.values(response.content ?? {}) : []))
    .flatMap(({ examples = {} }) => Object.values(examples));
  const paths = shown.map(({ summary }) => /^GET (.+)$/.exec(summary)?.[1]);
  return paths.find((path) => path !== undefined) ?? null;
}

/** Writes a value in a path; an object in `style: simple` with `explode`. Slashes of a source are not encoded. */
function pathText(example: unknown): string {
  if (typeof example !== 'object' || example === null) return encodeURI(String(example));
  return Object.entries(example)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join(',');
}

const JSON_TYPE = 'application/json';

function bodyExample(
  operation: PlacedOperation,
  document: OpenApiDocument,
): Pick<ExampleRequest, 'headers' | 'body'> | null {
  const content = operation.requestBody?.content[JSON_TYPE];
  if (content === undefined) return null;
  const [own] = Object.values(content.examples ?? {});
  const value = own?.value ?? newDocument(content.schema, document);
  return { headers: { 'Content-Type': JSON_TYPE }, body: JSON.stringify(value, null, 2) };
}

/** The example of `POST` to the collection of a schema; for a schema of patches, its first member. */
function newDocument({ $ref }: Schema, { paths }: OpenApiDocument): unknown {
  const [, collection = '', kind = ''] = /\/([^/]+)\.(\w+)$/.exec(String($ref)) ?? [];
  const [example] = Object.values(
    paths[`/api/${collection}`]?.post?.requestBody?.content[JSON_TYPE]?.examples ?? {},
  );
  const value = example?.value;
  if (kind !== 'patch' || typeof value !== 'object' || value === null) return value ?? {};
  return Object.fromEntries(Object.entries(value).slice(0, 1));
}
