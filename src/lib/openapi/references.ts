import type { OpenApiDocument, Reference } from './openapi-types.ts';

/** A reference to a component. */
export function refTo(kind: keyof OpenApiDocument['components'], name: string): Reference {
  return { $ref: `#/components/${kind}/${name}` };
}

export function isReference(value: object): value is Reference {
  return '$ref' in value;
}

/** The name of the component that a reference points to. */
export function nameOfRef({ $ref }: Reference): string {
  return $ref.replace(/^.*\//, '');
}
