import { isReference, nameOfRef, type PlacedOperation } from './groups.ts';
import type { OpenApiDocument, Parameter, Schema } from './openapi.ts';

/** A request that can be sent as it is. */
export interface ExampleRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** The example of an operation, made of those of its parameters and bodies; `null` where a required one has none. */
export function exampleRequest(operation: PlacedOperation, document: OpenApiDocument): ExampleRequest | null {
  const parameters = (operation.parameters ?? []).map((one) =>
    isReference(one) ? document.components.parameters[nameOfRef(one)] : one,
  );
  const required = parameters.filter((one) => one?.required === true) as Parameter[];
  if (required.some(({ example }) => example === undefined)) return null;
  let path = operation.path;
  const query = new URLSearchParams();
  for (const { name, in: place, example } of required) {
    if (place === 'path') path = path.replace(`{${name}}`, () => pathText(example));
    if (place === 'query') query.set(name, String(example));
  }
  const search = query.size === 0 ? '' : `?${query}`;
  return { method: operation.method, path: path + search, headers: {}, ...bodyExample(operation, document) };
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
