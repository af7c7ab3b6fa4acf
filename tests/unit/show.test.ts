import { it } from 'vitest';
import { collections } from '../../src/collections.ts';
import { parseListQuery } from '../../src/lib/documents/query/parse.ts';
import { listStatement } from '../../src/lib/documents/store/list-statement.ts';

it('x', () => {
  for (const q of (process.env.Q ?? '').split(' ')) {
    const s = listStatement(
      collections.users,
      parseListQuery(new URLSearchParams(q), collections.users, collections),
      { known: [], isTrusted: false },
    );
    console.log(q, s.sql, JSON.stringify(s.values));
  }
});
