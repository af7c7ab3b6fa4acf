import { parseFieldPath } from '../../../src/lib/documents/schema/field-path.ts';
import { isInherited, PARAMETERS } from '../../../src/lib/documents/schema/reserved-names.ts';
import { countOf, type Shape } from './shape.ts';

/** The most fields that a schema names. A loose schema stores all others too. */
const MAX_FIELDS = 100;

/** Whether a schema can name a field. A loose schema stores all other fields too, but queries cannot name them. */
function isUsableField(name: string): boolean {
  return (
    name !== 'id' && !isInherited(name) && !PARAMETERS.includes(name) && parseFieldPath(name)?.length === 1
  );
}

/** The fields of a collection that its schema names, in their order. Of too many fields, the most frequent are named. */
export function usableFields({ fields }: Shape): [string, Shape][] {
  const usable = [...(fields ?? [])].filter(([name]) => isUsableField(name));
  const kept = new Set(
    usable.toSorted(([, one], [, other]) => countOf(other) - countOf(one)).slice(0, MAX_FIELDS),
  );
  return usable.filter((field) => kept.has(field));
}

/** The fields of a collection that its schema does not name. */
export function unnamedFields(shape: Shape): string[] {
  const named = new Set(usableFields(shape).map(([name]) => name));
  return [...(shape.fields?.keys() ?? [])].filter((name) => !named.has(name));
}
