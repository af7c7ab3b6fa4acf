// The documented semantics of lists, over plain arrays. It follows the documentation and json-server, not the SQL under
// test.
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Doc = { id: string | number; [name: string]: Json };

export function listReference(
  documents: readonly Doc[],
  parameters: URLSearchParams,
): { ids: string[]; total: number } {
  let list = [...documents];
  const search = parameters.get('q');
  if (search) list = list.filter((doc) => leaves(doc).some((leaf) => holds(leaf, search)));
  for (const name of new Set(parameters.keys())) {
    if (name === 'q' || name.startsWith('_')) continue;
    const values = parameters.getAll(name);
    const [, scalarField, scalarOperator] = /^(.*):(\w+)$/.exec(name) ?? [];
    if (scalarField !== undefined && scalarOperator !== undefined) {
      const operands = values.map((text) => spelled(scalarOperator, text));
      const compared = scalarField === 'id' ? operands.map(idsOf) : operands;
      list = list.filter((doc) =>
        passesAny(comparedAt(doc, scalarField, scalarOperator), scalarOperator, compared),
      );
      continue;
    }
    const [, field = name, operator] = /^(.*)_(gte|lte|gt|lt|ne|like)$/.exec(name) ?? [];
    list = list.filter((doc) => passes(at(doc, field), operator, values));
  }
  const tree = parameters.get('_where');
  if (tree) list = list.filter((doc) => matchesTree(doc, JSON.parse(tree) as Tree));
  const total = list.length;
  list = sorted(list, parameters.get('_sort'), parameters.get('_order'));
  return { ids: windowed(list, parameters).map(({ id }) => String(id)), total };
}

function passes(
  value: Json | undefined,
  operator: string | undefined,
  parameters: readonly string[],
): boolean {
  const text = textOf(value);
  if (text === null) return false;
  switch (operator) {
    case undefined:
      return parameters.includes(text);
    case 'ne':
      return !parameters.includes(text);
    case 'like':
      return parameters.some((parameter) => holds(text, parameter));
    default:
      return parameters.some((parameter) => compares(value, operator, parameter));
  }
}

function compares(value: Json | undefined, operator: string, parameter: string): boolean {
  const order =
    typeof value === 'number' || typeof value === 'boolean'
      ? Number(value) - Number(parameter)
      : byCodePoint(textOf(value) ?? '', parameter);
  if (operator === 'gte') return order >= 0;
  if (operator === 'lte') return order <= 0;
  return operator === 'gt' ? order > 0 : order < 0;
}

type Tree = { [name: string]: Json };

/** Whether a value, which may be inside a document, matches an object of `_where`. */
function matchesTree(value: Json | undefined, tree: Tree): boolean {
  return Object.entries(tree).every(([name, member]) => {
    if (name === 'or') return (member as Tree[]).some((branch) => matchesTree(value, branch));
    if (name === 'and') return (member as Tree[]).every((branch) => matchesTree(value, branch));
    const field = at(value, name);
    const operandsOf = (operand: Json) => (name === 'id' ? idsOf([operand].flat()) : [operand].flat());
    if (typeof member !== 'object' || member === null) {
      return passesScalar(comparedAt(value, name, 'eq'), 'eq', operandsOf(member));
    }
    const entries = Object.entries(member as Tree);
    return entries.some(([operator]) => SCALAR_OPERATORS.includes(operator))
      ? entries.every(([operator, operand]) =>
          passesScalar(comparedAt(value, name, operator), operator, operandsOf(operand)),
        )
      : matchesTree(field, member as Tree);
  });
}

/** Returns the field to compare. An id is text, except for its order, because ids are unique as text. */
function comparedAt(value: Json | undefined, path: string, operator: string): Json | undefined {
  const field = at(value, path);
  return path === 'id' && !/^[lg]te?$/.test(operator) ? String(field) : field;
}

function idsOf(operands: readonly Json[]): Json[] {
  return operands.map((operand) => (typeof operand === 'number' ? String(operand) : operand));
}

const SCALAR_OPERATORS = 'eq ne in lt lte gt gte contains startsWith endsWith has exists'.split(' ');

/** Returns the operands that the text of a parameter can mean. */
function spelled(operator: string, text: string): Json[] {
  if (operator === 'in') return text.split(',').flatMap((item) => spelled('eq', item.trim()));
  if (operator === 'exists') return [text === 'true'];
  if (!['eq', 'ne', 'has'].includes(operator)) return [text];
  if (text === 'null') return [null];
  if (text === 'true' || text === 'false') return [text, text === 'true'];
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? [text] : [text, number];
}

/** A repeated parameter matches any of its values; `ne` excludes all of them. */
function passesAny(value: Json | undefined, operator: string, operands: readonly Json[][]): boolean {
  return operator === 'ne'
    ? operands.every((some) => passesScalar(value, operator, some))
    : operands.some((some) => passesScalar(value, operator, some));
}

function passesScalar(value: Json | undefined, operator: string, operands: readonly Json[]): boolean {
  const [first = null] = operands;
  const isText = (test: (folded: string, part: string) => boolean) =>
    typeof value === 'string' && test(fold(value), fold(String(first)));
  switch (operator) {
    case 'eq':
    case 'in':
      return value !== undefined && operands.includes(value);
    case 'ne':
      return value !== undefined && !operands.includes(value);
    case 'has':
      return Array.isArray(value) && value.some((item) => operands.includes(item));
    case 'exists':
      return operands.includes(value !== undefined && value !== null);
    case 'contains':
      return isText((folded, part) => folded.includes(part));
    case 'startsWith':
      return isText((folded, part) => folded.startsWith(part));
    case 'endsWith':
      return isText((folded, part) => folded.endsWith(part));
    default:
      return textOf(value) !== null && compares(value, operator, String(first));
  }
}

/** The text of `String(value)`, or `null` for values that match nothing: null, objects and absent fields. */
function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map((item) => textOf(item) ?? '').join(',');
  return typeof value === 'object' ? null : String(value);
}

function at(value: Json | undefined, path: string): Json | undefined {
  let current = value;
  for (const name of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, Json>)[name];
  }
  return current;
}

/** The text of all values at any depth, except empty text, zero, false and null. */
function leaves(value: Json): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  return value ? [String(value)] : [];
}

function holds(text: string, part: string): boolean {
  return fold(text).includes(fold(part));
}

/** Folds case per character: to the lower case of its upper case, unless one of them has several characters. */
function fold(text: string): string {
  const single = (changed: string, character: string) =>
    Array.from(changed).length === 1 ? changed : character;
  return Array.from(text, (character) => {
    const upper = single(character.toUpperCase(), character);
    return single(upper.toLowerCase(), upper);
  }).join('');
}

function sorted(list: Doc[], sort: string | null, order: string | null): Doc[] {
  if (!sort) return list;
  const directions = (order ?? '').toLowerCase().split(',');
  const keys = sort.split(',').map((key, i) => ({
    path: key.replace(/^-/, ''),
    sign: key.startsWith('-') || directions[i] === 'desc' ? -1 : 1,
  }));
  // Equal documents are in order of insertion, or in reverse when the last field is descending.
  const inserted = keys.at(-1)?.sign === -1 ? list.toReversed() : list;
  return inserted.toSorted((a, b) => {
    for (const { path, sign } of keys) {
      const result = compareKeys(at(a, path), at(b, path));
      if (result !== 0) return sign * result;
    }
    return 0;
  });
}

/** Sorts numbers and booleans before text, and text before null and absent fields. */
function compareKeys(a: Json | undefined, b: Json | undefined): number {
  const ranks = [rank(a), rank(b)] as const;
  if (ranks[0] !== ranks[1]) return ranks[0] - ranks[1];
  if (ranks[0] === 0) return Number(a) - Number(b);
  return ranks[0] === 1 ? byCodePoint(keyText(a), keyText(b)) : 0;
}

function rank(value: Json | undefined): 0 | 1 | 2 {
  if (value === null || value === undefined) return 2;
  return typeof value === 'number' || typeof value === 'boolean' ? 0 : 1;
}

function keyText(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function windowed(list: Doc[], parameters: URLSearchParams): Doc[] {
  const number = (name: string) => {
    const text = parameters.get(name);
    return text ? Number(text) : undefined;
  };
  const [page, limit, start = 0, end] = [number('_page'), number('_limit'), number('_start'), number('_end')];
  const size = number('_per_page');
  if (size !== undefined) return list.slice(((page ?? 1) - 1) * size, (page ?? 1) * size);
  if (page !== undefined) return list.slice((page - 1) * (limit ?? 10), page * (limit ?? 10));
  if (end !== undefined) return list.slice(start, end);
  return limit === undefined ? list.slice(0, 1000) : list.slice(start, start + limit);
}
