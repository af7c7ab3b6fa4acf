import type { Operator } from './list-query.ts';

/** What `docs/api.md` says of an operator. */
interface OperatorDescription {
  example: string;
  meaning: string;
}

/** Every operator of a filter. A field without a suffix is compared by `eq`. `docs/api.md` has this table. */
export const OPERATORS: Readonly<Record<Operator, OperatorDescription>> = {
  eq: {
    example: 'name=Yan',
    meaning: 'Is equal, compared as text. Repeated: is equal to any of the values.',
  },
  ne: { example: 'name_ne=Yan', meaning: 'Is not equal to any of the values.' },
  gte: {
    example: 'age_gte=18',
    meaning: 'Is greater than or equal. Numbers compare as numbers, strings by code point.',
  },
  lte: { example: 'age_lte=65', meaning: 'Is less than or equal.' },
  gt: { example: 'age_gt=17', meaning: 'Is greater.' },
  lt: { example: 'age_lt=66', meaning: 'Is less.' },
  like: {
    example: 'name_like=ya',
    meaning: 'Contains the text, case-insensitively. It is not a regular expression.',
  },
};

const SUFFIX = new RegExp(
  `_(${Object.keys(OPERATORS)
    .filter((name) => name !== 'eq')
    .join('|')})$`,
);

/** The operator at the end of a parameter's name, such as `gte` of `age_gte`. */
export function operatorSuffix(name: string): Operator | undefined {
  const suffix = SUFFIX.exec(name)?.[1];
  return suffix === undefined ? undefined : (suffix as Operator);
}

/** Ends of a name that only operators have, in json-server 1, Refine and other APIs. */
const FOREIGN_OPERATOR =
  /_(eq|neq|nin|gte|lte|gt|lt|ne|i?like|n?i?contains|n?i?startswith|n?i?endswith|starts_with|ends_with)$/i;

/** Ends of a name that may be part of a field's name, as in `logged_in`. */
const AMBIGUOUS_OPERATOR =
  /_(in|not|is|has|any|all|match|search|starts|ends|n?between|regexp?|exists|n?null)$/i;

/**
 * Whether the name ends like an operator that does not exist. After the name of a field, `isField`, shorter ends count
 * too: `name_in` is not a field where `name` is one.
 */
export function looksLikeOperator(name: string, isField: (name: string) => boolean): boolean {
  if (FOREIGN_OPERATOR.test(name)) return true;
  const field = name.replace(AMBIGUOUS_OPERATOR, '');
  return field !== name && isField(field);
}

/** The operators that exist, for error messages. */
export const OPERATOR_RULE = `the operators are ${Object.keys(OPERATORS)
  .filter((name) => name !== 'eq')
  .map((name) => `_${name}`)
  .join(', ')}; a field with this name must be declared in the schema`;
