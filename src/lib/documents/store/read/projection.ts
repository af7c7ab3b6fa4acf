import type { Sql } from 'sql-template-tag';
import type { Selection } from '../../query/list-query.ts';
import type { Collection } from '../../schema/collection.ts';
import { relationNames } from '../related-documents.ts';
import { bodyWithout, onlyFields } from '../sql/field-value.ts';

/** SQL of the selected members of the row `d`, without names that relations use, and without the id of a singleton. */
export function projection({ isSingleton }: Collection, { relations, fields }: Selection): Sql {
  const taken = [...relationNames(relations), ...(isSingleton ? ['id'] : [])];
  return fields === null ? bodyWithout(taken) : onlyFields(fields.filter((name) => !taken.includes(name)));
}
