import { isObject, pointerTo } from '../../../http/json.ts';
import { truncateText } from '../../../http/truncate-text.ts';
import { MAX_WHERE_DEPTH } from '../../limits.ts';
import type { Collection } from '../../schema/collection.ts';
import { parseFieldPath } from '../../schema/field-path.ts';
import { fieldRule, findField, isDeclaredPath } from '../field-reference.ts';
import { parameterError } from '../parameter-error.ts';
import { and, type Condition, or } from './condition.ts';
import { leafOf } from './condition-leaf.ts';
import { COLON_OPERATORS, formOf, isOperatorName } from './operator-names.ts';
import { isScalar, jsonReader } from './where-value.ts';

/** A place in the JSON of `_where`. */
interface Place {
  /** JSON Pointer (RFC 6901). */
  pointer: string;
  /** The names of the fields around it: `author` in `{"author":{"name":…}}`. */
  path: readonly string[];
  /** Number of `and` and `or` around it. */
  depth: number;
}

/** Characters of a pointer that an error shows. */
const MAX_POINTER = 200;

type Refuse = (place: Place, rule: string) => never;

/**
 * Parses json-server 1's `_where`, with `and` added, and `{"name":"Yan"}` for `{"name":{"eq":"Yan"}}`.
 *
 * @throws Problem 400 with the place in the JSON and what is allowed there
 */
export function parseWhere(text: string, collection: Collection): Condition {
  const refuse: Refuse = ({ pointer }, rule) => {
    const at = pointer === '' ? '' : `at ${truncateText(pointer, MAX_POINTER)}, `;
    throw parameterError('_where', text, at + rule);
  };
  const top: Place = { pointer: '', path: [], depth: 0 };
  return parseObject(parseJson(text) ?? refuse(top, OBJECT_RULE), top, { collection, refuse });
}

const OBJECT_RULE = 'it must be a JSON object, such as {"age":{"gte":18}}';
const OPERATOR_RULE = `allowed: ${COLON_OPERATORS.join(', ')}`;

interface Context {
  collection: Collection;
  refuse: Refuse;
}

/** The value of a JSON text, or `undefined`. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object of conditions, all of which must hold. */
function parseObject(value: unknown, place: Place, context: Context): Condition {
  if (!isObject(value)) return context.refuse(place, OBJECT_RULE);
  return and(
    Object.entries(value).map(([name, member]) => {
      const pointer = place.pointer + pointerTo([name]);
      return name === 'and' || name === 'or'
        ? parseGroup(name, member, { ...place, pointer }, context)
        : parseField(member, { ...place, pointer, path: [...place.path, name] }, context);
    }),
  );
}

/** `and` and `or` with an array of objects. With any other value, they may be the name of a declared field. */
function parseGroup(kind: 'and' | 'or', value: unknown, place: Place, context: Context): Condition {
  const path = [...place.path, kind];
  if (!Array.isArray(value)) {
    return isDeclared(path, context)
      ? parseField(value, { ...place, path }, context)
      : context.refuse(place, 'it must be an array of objects');
  }
  const depth = place.depth + 1;
  if (depth > MAX_WHERE_DEPTH) {
    return context.refuse(place, `and and or are nested at most ${MAX_WHERE_DEPTH} levels deep`);
  }
  const conditions = value.map((item: unknown, i) =>
    parseObject(item, { ...place, pointer: place.pointer + pointerTo([i]), depth }, context),
  );
  return kind === 'and' ? and(conditions) : or(conditions);
}

/** A field's operators, a value that it must equal, or the fields inside it. */
function parseField(value: unknown, place: Place, context: Context): Condition {
  const [name = ''] = place.path.slice(-1);
  const isInside = place.path.length > 1;
  if (isInside && isOperatorName(name) && !isDeclared(place.path, context)) {
    return context.refuse(place, `this operator does not exist; ${OPERATOR_RULE}`);
  }
  if (isScalar(value)) return parseLeaf('eq', value, place, place, context);
  if (!isObject(value)) {
    return context.refuse(
      place,
      'it must be a value, an object of operators, or {"in":[…]} for several values',
    );
  }
  const names = Object.keys(value);
  if (names.length === 0) return context.refuse(place, `it must have an operator; ${OPERATOR_RULE}`);
  if (!names.some(isOperator)) {
    if (parseFieldPath(place.path.join('.')) === null) refuseField(place, context);
    return parseObject(value, place, context);
  }
  return and(
    Object.entries(value).map(([operator, operand]) => {
      const inner = { ...place, pointer: place.pointer + pointerTo([operator]) };
      return isOperator(operator)
        ? parseLeaf(operator, operand, place, inner, context)
        : context.refuse(inner, `this operator does not exist; ${OPERATOR_RULE}`);
    }),
  );
}

function parseLeaf(
  operator: string,
  operand: unknown,
  place: Place,
  inner: Place,
  context: Context,
): Condition {
  const form = formOf(`:${operator}`);
  const field = findField(context.collection, place.path.join('.'));
  if (form === undefined || field === null) return refuseField(place, context);
  return leafOf(
    field,
    form,
    jsonReader(operand, (rule) => context.refuse(inner, rule)),
  );
}

function refuseField(place: Place, { collection, refuse }: Context): never {
  return refuse(place, fieldRule(collection, place.path.join('.')));
}

/** Whether the schema declares the field. */
function isDeclared(path: readonly string[], { collection }: Context): boolean {
  const field = findField(collection, path.join('.'));
  return field !== null && isDeclaredPath(collection, field.path);
}

function isOperator(name: string): boolean {
  return COLON_OPERATORS.includes(name);
}
