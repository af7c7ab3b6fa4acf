import { FILTER_FORMS, type FilterForm } from './filter-operators.ts';

const FORMS = new Map(FILTER_FORMS.map((form) => [form.suffix, form]));
const SUFFIXES = [...FORMS.keys()].filter(Boolean);

/** The operators of json-server 1 and of `_where`, without their colon. */
export const COLON_OPERATORS: readonly string[] = SUFFIXES.filter((suffix) => suffix.startsWith(':')).map(
  (suffix) => suffix.slice(1),
);

/** The form of filters with this suffix, or `undefined`. */
export function formOf(suffix: string): FilterForm | undefined {
  return FORMS.get(suffix);
}

/** Splits a name into a field and a suffix: the last `:` and all that follows, or a known one such as `_gte`. */
export function splitSuffix(name: string): { field: string; suffix: string } {
  const colon = name.lastIndexOf(':');
  if (colon >= 0) return { field: name.slice(0, colon), suffix: name.slice(colon) };
  const suffix = SUFFIXES.find((known) => name.endsWith(known)) ?? '';
  return { field: name.slice(0, name.length - suffix.length), suffix };
}

/** Names of operators in json-server 1, Refine, MongoDB and other APIs, which no field is likely to have. */
const FOREIGN =
  '(?:eq|neq|nin|gte|lte|gt|lt|ne|i?like|n?i?contains|n?i?startswith|n?i?endswith|starts_with|ends_with)';
const FOREIGN_SUFFIX = new RegExp(`_${FOREIGN}$`, 'i');
const FOREIGN_NAME = new RegExp(`^\\$?(?:${FOREIGN}|in|not|n?between|regexp?|exists|has|n?null)$`, 'i');

/** Suffixes that are operators of other APIs or part of a field's name, as in `logged_in`. */
const AMBIGUOUS_OPERATOR =
  /_(in|not|is|has|any|all|match|search|starts|ends|n?between|regexp?|exists|n?null)$/i;

/**
 * Whether a name ends with an operator that does not exist. An ambiguous suffix counts only after the name of a field:
 * `name_in` is not a field if `name` is one.
 */
export function hasUnknownOperator(name: string, isField: (name: string) => boolean): boolean {
  if (FOREIGN_SUFFIX.test(name)) return true;
  const field = name.replace(AMBIGUOUS_OPERATOR, '');
  return field !== name && isField(field);
}

/** Whether a member of `_where`, or the part of a name in brackets, is meant as an operator: `neq`, `$gt`, `in`. */
export function isOperatorName(name: string): boolean {
  return FOREIGN_NAME.test(name);
}

/** The operators that exist, for error messages. */
export const OPERATOR_RULE = `the operators are ${SUFFIXES.join(', ')}; a field with this name must be declared in the schema`;
