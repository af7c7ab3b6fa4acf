import type { OpenApiDocument, Schema } from './openapi-types.ts';
import { isReference, nameOfRef, type PlacedOperation } from './operation-groups.ts';

/** A request that can be sent as it is. */
interface ExampleRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Where an operation has no example of a value. */
const ANY = 1;

/** The example of an operation: the one whose response is shown, or one made of the examples of its parameters and body. */
export function exampleRequest(operation: PlacedOperation, document: OpenApiDocument): ExampleRequest {
  const { method, responses, parameters = [] } = operation;
  const all = parameters.map((one) =>
    isReference(one) ? document.components.parameters[nameOfRef(one)] : one,
  );
  let path = operation.path;
  const query = new URLSearchParams();
  for (const { name, in: place, required, example = ANY } of all.filter((one) => one !== undefined)) {
    if (place === 'path') path = path.replace(`{${name}}`, () => pathText(example));
    if (place === 'query' && required === true) {
      for (const value of [example].flat()) query.append(name, String(value));
    }
  }
  const filled = query.size === 0 ? path : `${path}?${query}`;
  return { method, path: shownPath(responses) ?? filled, headers: {}, ...bodyExample(operation, document) };
}

/** The path and query of the `GET` whose response is an example. */
function shownPath(responses: PlacedOperation['responses']): string | null {
  const shown = Object.values(responses)
    .flatMap((response) => ('content' in response ? Object.values(response.content ?? {}) : []))
    .flatMap(({ examples = {} }) => Object.values(examples));
  const paths = shown.map(({ summary }) => /^GET (.+)$/.exec(summary)?.[1]);
  return paths.find((path) => path !== undefined) ?? null;
}

/** A value in a path; an object as `style: simple` with `explode` writes it. Slashes of a source stay slashes. */
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

/** What `POST` of the collection of a schema has as its example; of a schema of patches, its first member. */
function newDocument({ $ref }: Schema, { paths }: OpenApiDocument): unknown {
  const [, collection = '', kind = ''] = /\/([^/]+)\.(\w+)$/.exec(String($ref)) ?? [];
  const [example] = Object.values(
    paths[`/api/${collection}`]?.post?.requestBody?.content[JSON_TYPE]?.examples ?? {},
  );
  const value = example?.value;
  if (kind !== 'patch' || typeof value !== 'object' || value === null) return value ?? {};
  return Object.fromEntries(Object.entries(value).slice(0, 1));
}
