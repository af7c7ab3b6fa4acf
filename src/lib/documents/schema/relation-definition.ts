import { parseFieldPath } from './field-path.ts';
import { fieldOf, type JsonSchema } from './fields.ts';
import { NAME_PATTERN } from './name-pattern.ts';
import { PARAMETERS } from './reserved-names.ts';

/** A foreign key that the owner declares. */
export interface RelationDefinition<Name extends string = string> {
  /** The collection that the key refers to. */
  collection: Name;
  /** The top-level field that holds the id: `author_id`. */
  key: string;
}

/** A declared relation, and the member that an expanded document is added as. */
export interface Relation extends RelationDefinition {
  as: string;
}

/** The part of a collection that its relations are checked against. */
interface Owner {
  name: string;
  fields: readonly string[];
  jsonSchema: JsonSchema;
  relations: readonly Relation[];
}

/**
 * Checks the declared relations of a collection.
 *
 * @param names the collections that a relation may refer to
 * @throws Error naming the relation that cannot work; it stops the build
 */
export function checkRelations(collection: Owner, names: readonly string[]): void {
  for (const relation of collection.relations) {
    const problem = problemOf(relation, collection, names);
    if (problem !== null) throw new Error(`The relation "${relation.as}" of ${collection.name} ${problem}.`);
  }
}

function problemOf(
  { as, collection, key }: Relation,
  { name, fields, jsonSchema }: Owner,
  names: readonly string[],
): string | null {
  if (!NAME_PATTERN.test(as))
    return 'must be named by a letter followed by at most 49 letters, digits, _ and -';
  if (as === 'id' || fields.includes(as)) return 'has the name of a field; choose another name';
  if (!names.includes(collection)) {
    return `refers to ${JSON.stringify(collection)}, which is not a collection with ids; allowed: ${names.join(', ')}`;
  }
  const path = parseFieldPath(key);
  const field = path && fieldOf(jsonSchema, path);
  if (path?.length !== 1 || key === 'id' || PARAMETERS.includes(key) || !field?.exists) {
    return `has the key ${JSON.stringify(key)}, which is not a field of ${name}; add it to the schema`;
  }
  return fields.includes(key) && field.scalars === null
    ? `has the key ${JSON.stringify(key)}, which must be a string or number`
    : null;
}
