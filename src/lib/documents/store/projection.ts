import type { Sql } from 'sql-template-tag';
import type { Selection } from '../query/list-query.ts';
import { relationNames } from './related.ts';
import { bodyWithout, onlyFields } from './sql/field-value.ts';

/** SQL of the selected members of the row `d`, without those whose names relations use. */
export function projection({ relations, fields }: Selection): Sql {
  const taken = relationNames(relations);
  return fields === null ? bodyWithout(taken) : onlyFields(fields.filter((name) => !taken.includes(name)));
}
