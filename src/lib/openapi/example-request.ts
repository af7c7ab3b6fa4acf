import { isReference, type PlacedOperation } from './groups.ts';
import type { Parameter } from './openapi.ts';

/** A request that the examples of an operation make. */
export interface ExampleRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Where an operation has no example of an id. */
const ANY_ID = 1;

/** A request of an operation, as its examples show it. */
export function exampleRequest({
  method,
  path,
  parameters = [],
  requestBody,
  responses,
}: PlacedOperation): ExampleRequest {
  const own = parameters.filter((one): one is Parameter => !isReference(one));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    pathValue(own.find((one) => one.in === 'path' && one.name === name)?.example ?? ANY_ID),
  );
  const query = own
    .filter((one) => one.in === 'query' && one.required === true)
    .flatMap(({ name, example = ANY_ID }) =>
      [example].flat().map((value) => `${name}=${encodeURIComponent(String(value))}`),
    );
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const [sent] = Object.values(content?.examples ?? {});
  return {
    method,
    path: shownRequest(responses) ?? [filled, ...query.slice(0, 1)].join('?') + query.slice(1).join('&'),
    ...(type !== undefined && sent !== undefined
      ? { headers: { 'content-type': type }, body: JSON.stringify(sent.value) }
      : {}),
  };
}

/** The path and query of the `GET` whose response is an example. */
function shownRequest(responses: PlacedOperation['responses']): string | null {
  const shown = Object.values(responses)
    .flatMap((response) => ('content' in response ? Object.values(response.content ?? {}) : []))
    .flatMap(({ examples = {} }) => Object.values(examples));
  return (
    shown.map(({ summary }) => /^GET (.+)$/.exec(summary)?.[1]).find((path) => path !== undefined) ?? null
  );
}

/** A value of a path. An object is of the style `simple` with `explode`, and a source keeps its slashes. */
function pathValue(example: unknown): string {
  if (typeof example !== 'object' || example === null) {
    return String(example).split('/').map(encodeURIComponent).join('/');
  }
  return Object.entries(example)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}
