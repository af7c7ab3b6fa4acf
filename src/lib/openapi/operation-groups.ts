import type { OpenApiDocument, Operation } from './openapi-types.ts';

/** An operation with its method and path. */
export interface PlacedOperation extends Operation {
  method: string;
  path: string;
}

/** The operations of a tag. */
interface Group {
  name: string;
  description: string;
  operations: PlacedOperation[];
}

/** The operations of a document by their tags, in the order of the tags. */
export function groupsOf({ tags, paths }: OpenApiDocument): Group[] {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  return tags.map(({ name, description }) => ({
    name,
    description,
    operations: all.filter((operation) => operation.tags.includes(name)),
  }));
}
