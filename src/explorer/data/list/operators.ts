import { splitSuffix } from '../../../lib/documents/query/filter/operator-names.ts';
import type { FieldKind } from '../form/field-schema.ts';

/** A way to filter by a field: the end of the parameter's name, and its value if that is no choice of the reader. */
export interface Operator {
  suffix: string;
  label: string;
  fixed?: string;
}

const CONTAINS: Operator = { suffix: '_like', label: 'contains' };
const EQUALS: Operator = { suffix: '', label: 'equals' };
const DIFFERS: Operator = { suffix: '_ne', label: 'is not' };
const STARTS: Operator = { suffix: ':startsWith', label: 'starts with' };
const AT_LEAST: Operator = { suffix: '_gte', label: '≥' };
const AT_MOST: Operator = { suffix: '_lte', label: '≤' };
const SET: Operator = { suffix: ':exists', label: 'is set', fixed: 'true' };
const EMPTY: Operator = { suffix: ':exists', label: 'is empty', fixed: 'false' };

/** The operators of a field by its kind, the usual one first. */
export function operatorsOf(kind: FieldKind): readonly Operator[] {
  switch (kind) {
    case 'number':
    case 'integer':
      return [{ ...EQUALS, label: '=' }, AT_LEAST, AT_MOST, DIFFERS, SET, EMPTY];
    case 'boolean':
      return [
        { suffix: ':eq', label: 'is true', fixed: 'true' },
        { suffix: ':eq', label: 'is false', fixed: 'false' },
        SET,
        EMPTY,
      ];
    case 'date':
    case 'date-time':
      return [
        { ...AT_LEAST, label: 'from' },
        { ...AT_MOST, label: 'until' },
        { ...STARTS },
        EQUALS,
        SET,
        EMPTY,
      ];
    case 'enum':
    case 'id':
      return [EQUALS, DIFFERS, SET, EMPTY];
    case 'list':
      return [{ suffix: ':has', label: 'has' }, CONTAINS, SET, EMPTY];
    case 'object':
      return [SET, EMPTY];
    default:
      return [CONTAINS, EQUALS, STARTS, DIFFERS, SET, EMPTY];
  }
}

/** A filter of a field. */
export interface Filter {
  field: string;
  operator: Operator;
  value: string;
}

/** The filter that a parameter of a URL says. An operator that the form does not offer keeps its own name. */
export function filterOf(name: string, value: string, kindOfField: (field: string) => FieldKind): Filter {
  const { field, suffix } = splitSuffix(name);
  const known = operatorsOf(kindOfField(field)).find(
    (operator) => operator.suffix === suffix && (operator.fixed ?? value) === value,
  );
  return { field, operator: known ?? { suffix, label: suffix.replace(/^[_:]/, '') || 'equals' }, value };
}

/** The parameter of a filter, or `null` while its value is missing. */
export function parameterOf({ field, operator, value }: Filter): [name: string, value: string] | null {
  const chosen = operator.fixed ?? value;
  return chosen === '' ? null : [`${field}${operator.suffix}`, chosen];
}
