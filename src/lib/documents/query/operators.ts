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
