import { includesScope, type Scope } from '../../auth/scope.ts';
import { usedComponents } from './used-components.ts';

/** The parts of an OpenAPI document that `visibleContract` reads. `lib/openapi` generates all of it. */
export interface Contract {
  tags: readonly { name: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, ContractOperation>>>>;
  components: { schemas: Readonly<Record<string, ContractSchema>> };
}

interface ContractOperation {
  /** `users:list`, `users:pictures:create`, or a name without a colon. The parts before the last colon are collections. */
  operationId: string;
  /** Alternative requirements; `[]` and `{}` need no credential. */
  security: readonly { bearer?: readonly Scope[] }[];
}

interface ContractSchema {
  properties?: Readonly<Record<string, unknown>>;
}

/**
 * The parts of an OpenAPI document that a caller may see: operations that the scopes allow, of collections that the
 * caller may read. Nothing names another collection.
 *
 * @param whole the document of all collections
 * @param hidden the names of the collections that the caller may not read
 */
export function visibleContract<Whole extends Contract>(
  whole: Whole,
  scopes: readonly Scope[],
  hidden: ReadonlySet<string>,
): Whole {
  const paths = Object.fromEntries(
    Object.entries(whole.paths)
      .map(([path, item]) => [path, withoutForbidden(item, scopes, hidden)] as const)
      .filter(([, item]) => Object.keys(item).length > 0),
  );
  const schemas = Object.fromEntries(
    Object.entries(whole.components.schemas)
      .filter(([name]) => !hidden.has(name))
      .map(([name, schema]) => [name, withoutRelations(schema, hidden)]),
  );
  return {
    ...whole,
    tags: whole.tags.filter(({ name }) => !hidden.has(name)),
    paths,
    components: usedComponents(paths, { ...whole.components, schemas }),
  };
}

function withoutForbidden(
  item: Readonly<Record<string, ContractOperation>>,
  scopes: readonly Scope[],
  hidden: ReadonlySet<string>,
): Record<string, ContractOperation> {
  const allowed = Object.entries(item).filter(
    ([, { operationId, security }]) =>
      operationId
        .split(':')
        .slice(0, -1)
        .every((name) => !hidden.has(name)) && isAllowed(security, scopes),
  );
  return Object.fromEntries(allowed);
}

function isAllowed(security: ContractOperation['security'], scopes: readonly Scope[]): boolean {
  if (security.length === 0) return true;
  return security.some(({ bearer = [] }) => bearer.every((scope) => includesScope(scopes, scope)));
}

/** A schema without the members that `_embed` and `_expand` of hidden collections add. */
function withoutRelations(schema: ContractSchema, hidden: ReadonlySet<string>): ContractSchema {
  if (schema.properties === undefined || hidden.size === 0) return schema;
  const references = [...hidden].map((name) => `"#/components/schemas/${name}"`);
  const kept = Object.entries(schema.properties).filter(([, member]) => {
    const text = JSON.stringify(member);
    return !references.some((reference) => text.includes(reference));
  });
  return { ...schema, properties: Object.fromEntries(kept) };
}
