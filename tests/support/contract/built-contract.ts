import { globSync, readFileSync } from 'node:fs';
import type { OpenApiDocument } from '../../../src/lib/openapi/openapi-types.ts';

/** Finds the file of the OpenAPI document that shows what everyone may see. */
export function contractFile(): string {
  const [file] = globSync('dist/client/contract/*/public.json');
  if (file === undefined) throw new Error('The build has made no OpenAPI document.');
  return file;
}

export function builtContract(): OpenApiDocument {
  return JSON.parse(readFileSync(contractFile(), 'utf8')) as OpenApiDocument;
}

/** Removes the members that refer to other schemas: the related documents that `_embed` and `_expand` add. */
export function withoutRelated({ components, ...rest }: OpenApiDocument): OpenApiDocument {
  const schemas = Object.fromEntries(
    Object.entries(components.schemas).map(([name, schema]) => {
      const members = Object.entries(schema['properties'] ?? {});
      const own = members.filter(([, member]) => !JSON.stringify(member).includes('"$ref"'));
      return [
        name,
        members.length === own.length ? schema : { ...schema, properties: Object.fromEntries(own) },
      ];
    }),
  );
  return { ...rest, components: { ...components, schemas } };
}
