import type { ExistsLeaf, ScalarLeaf, TextLeaf } from './condition.ts';

/** A form of a filter, which the suffix of its name selects. */
export type FilterForm = DescribedForm & Comparison;

/** The description of a form in `docs/api.md`. */
interface DescribedForm {
  suffix: string;
  /** The version of json-server that has it. */
  dialect: '0.17' | '1' | 'none';
  example: string;
  meaning: string;
}

/**
 * The comparison of a form, and the values that it takes: a `text`, which may be a number in `_where`; a `needle`, which
 * is a text of at most 64 characters; a `scalar`, which a parameter writes as text; a comma-separated `list` of them; or
 * a `boolean`.
 */
type Comparison =
  | { operator: TextLeaf['operator']; reads: 'text' | 'needle' }
  | { operator: ScalarLeaf['operator']; reads: 'scalar' | 'list' }
  | { operator: ExistsLeaf['operator']; reads: 'boolean' };

/** Every form of a filter. `docs/api.md` has this table. */
export const FILTER_FORMS: readonly FilterForm[] = [
  {
    suffix: '',
    operator: 'eq',
    reads: 'text',
    dialect: '0.17',
    example: 'name=Yan',
    meaning: 'Is equal, compared as text. Null and absent fields never match.',
  },
  {
    suffix: '_ne',
    operator: 'ne',
    reads: 'text',
    dialect: '0.17',
    example: 'name_ne=Yan',
    meaning: 'Is not equal to any of the values. Null and absent fields never match.',
  },
  {
    suffix: '_gte',
    operator: 'gte',
    reads: 'text',
    dialect: '0.17',
    example: 'age_gte=18',
    meaning: 'Is greater than or equal. Numbers compare as numbers, strings by code point.',
  },
  {
    suffix: '_lte',
    operator: 'lte',
    reads: 'text',
    dialect: '0.17',
    example: 'age_lte=65',
    meaning: 'Is less than or equal.',
  },
  {
    suffix: '_gt',
    operator: 'gt',
    reads: 'text',
    dialect: 'none',
    example: 'age_gt=17',
    meaning: 'Is greater.',
  },
  {
    suffix: '_lt',
    operator: 'lt',
    reads: 'text',
    dialect: 'none',
    example: 'age_lt=66',
    meaning: 'Is less.',
  },
  {
    suffix: '_like',
    operator: 'like',
    reads: 'needle',
    dialect: '0.17',
    example: 'name_like=ya',
    meaning: 'Contains the text, case-insensitively. It is not a regular expression.',
  },
  {
    suffix: ':eq',
    operator: 'is',
    reads: 'scalar',
    dialect: '1',
    example: 'name:eq=Yan',
    meaning: 'Is equal to the text, or to the number, `true`, `false` or `null` that it spells.',
  },
  {
    suffix: ':ne',
    operator: 'isNot',
    reads: 'scalar',
    dialect: '1',
    example: 'name:ne=Yan',
    meaning: 'Exists and is not equal to any of the values. Null matches, unless the value is `null`.',
  },
  {
    suffix: ':in',
    operator: 'is',
    reads: 'list',
    dialect: '1',
    example: 'id:in=1,2,3',
    meaning: 'Is equal to one of the values of a comma-separated list.',
  },
  {
    suffix: ':gte',
    operator: 'gte',
    reads: 'text',
    dialect: '1',
    example: 'age:gte=18',
    meaning: 'The same as `_gte`.',
  },
  {
    suffix: ':lte',
    operator: 'lte',
    reads: 'text',
    dialect: '1',
    example: 'age:lte=65',
    meaning: 'The same as `_lte`.',
  },
  {
    suffix: ':gt',
    operator: 'gt',
    reads: 'text',
    dialect: '1',
    example: 'age:gt=17',
    meaning: 'The same as `_gt`.',
  },
  {
    suffix: ':lt',
    operator: 'lt',
    reads: 'text',
    dialect: '1',
    example: 'age:lt=66',
    meaning: 'The same as `_lt`.',
  },
  {
    suffix: ':contains',
    operator: 'contains',
    reads: 'needle',
    dialect: '1',
    example: 'name:contains=ya',
    meaning: 'Is a string that contains the text, case-insensitively.',
  },
  {
    suffix: ':startsWith',
    operator: 'startsWith',
    reads: 'needle',
    dialect: '1',
    example: 'name:startsWith=ya',
    meaning: 'Is a string that starts with the text, case-insensitively.',
  },
  {
    suffix: ':endsWith',
    operator: 'endsWith',
    reads: 'needle',
    dialect: '1',
    example: 'name:endsWith=an',
    meaning: 'Is a string that ends with the text, case-insensitively.',
  },
  {
    suffix: ':has',
    operator: 'has',
    reads: 'scalar',
    dialect: 'none',
    example: 'tags:has=night',
    meaning: 'Is an array with an item that `:eq` would match.',
  },
  {
    suffix: ':exists',
    operator: 'exists',
    reads: 'boolean',
    dialect: 'none',
    example: 'age:exists=false',
    meaning: '`false`: is null or absent. `true`: is neither.',
  },
];
