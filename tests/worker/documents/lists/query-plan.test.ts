import { beforeAll, describe, expect, it } from 'vitest';
import { collections as declaredCollections } from '../../../../src/collections.ts';
import { cursorWriter } from '../../../../src/lib/documents/query/page/cursor.ts';
import { parseListQuery } from '../../../../src/lib/documents/query/parse-query.ts';
import type { Collection, Collections } from '../../../../src/lib/documents/schema/collection.ts';
import { listStatement } from '../../../../src/lib/documents/store/read/list-statement.ts';
import { database } from '../../../support/worker/worker.ts';

/** Without the names, of which an owner has others. */
const collections: Collections = declaredCollections;

function requireCollection(name: string): Collection {
  const collection = collections[name];
  if (collection === undefined) throw new Error(`src/collections.ts has no ${name}.`);
  return collection;
}

let d1: D1Database;
beforeAll(async () => {
  d1 = database();
});

/** The steps of SQLite's query plan for a list. */
async function planOf(name: string, query: string): Promise<string> {
  const collection = requireCollection(name);
  const parsed = parseListQuery(new URLSearchParams(query), collection, collections);
  const { sql, values } = listStatement(collection, parsed, { known: [], isTrusted: false });
  const statement = d1.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...values);
  const { results } = await statement.all<{ detail: string }>();
  return results.map(({ detail }) => detail).join('\n');
}

const declared = Object.values(collections).flatMap(({ name, indexes }) =>
  indexes.map((paths) => [name, paths.map((path) => path.join('.')).join(',')] as const),
);

describe.each(declared)('the query plan with the index of %s on %s', (name, field) => {
  const index = `${name}:by:${field}`;

  it('searches equal values by the index, whatever the sort order', async () => {
    const tree = JSON.stringify({ and: [{ [field]: { in: ['x', 'y'] } }, { id: { ne: 3 } }] });
    for (const query of [
      `${field}=x`,
      `${field}=x&${field}=y`,
      `${field}=1&_sort=id`,
      `${field}:eq=x`,
      `${field}:in=x,y&_sort=-id`,
      `_where=${tree}`,
    ]) {
      expect(await planOf(name, query)).toMatch(
        new RegExp(`USING (COVERING )?INDEX ${index} \\(\\$\\.${field}=\\?`),
      );
    }
  });

  it('sorts by the index in both directions, without a temporary B-tree', async () => {
    for (const query of [`_sort=${field}&_page=1`, `_sort=${field}&_order=desc&_page=1`]) {
      const plan = await planOf(name, query);
      expect(plan).toContain(`USING INDEX ${index}`);
      expect(plan).not.toContain('TEMP B-TREE');
    }
  });
});

describe('the query plan behind a cursor', () => {
  const cursorOf = (query: string, values: (string | null)[]) => {
    const users = requireCollection('users');
    const { sort } = parseListQuery(new URLSearchParams(query), users, collections);
    return cursorWriter(users, sort)({ seq: 7, version: 1, values });
  };

  it('begins at the place, in both directions, without a temporary B-tree', async () => {
    for (const direction of ['_after', '_before']) {
      for (const sort of ['_sort=name', '_sort=-name']) {
        const plan = await planOf('users', `${sort}&${direction}=${cursorOf(sort, ['Yan'])}`);
        expect(plan).toMatch(/SEARCH d USING INDEX users:by:name \(\$\.name=\? AND rowid[<>]\?\)/);
        expect(plan).toMatch(/SEARCH d USING INDEX users:by:name \(\$\.name[<>]\?\)/);
        expect(plan).not.toContain('TEMP B-TREE');
      }
      const inserted = await planOf('users', `${direction}=${cursorOf('', [])}`);
      expect(inserted).toMatch(/SEARCH d USING INTEGER PRIMARY KEY \(rowid[<>]\?\)/);
      expect(inserted).not.toContain('TEMP B-TREE');
    }
  });
});

describe('the query plan without a declared index', () => {
  it('uses the built-in indexes for the order of insertion, for ids and for the search', async () => {
    expect(await planOf('users', '_page=1')).toMatch(/^SCAN d$/m);
    expect(await planOf('users', '_page=1')).not.toContain('TEMP B-TREE');
    expect(await planOf('users', '_sort=id&_order=desc')).not.toContain('TEMP B-TREE');
    expect(await planOf('users', 'id=1&id=2')).toMatch(/sqlite_autoindex_users_1 \(id=\?\)/);
    expect(await planOf('users', 'q=sarah')).toMatch(/SEARCH d USING INTEGER PRIMARY KEY \(rowid=\?\)/);
  });

  it('uses the index of the field for a range of strings', async () => {
    expect(await planOf('users', 'name_gte=M')).toContain('USING COVERING INDEX users:by:name ($.name>?');
  });

  it('reads documents in the order of insertion for a total that needs all of them', async () => {
    for (const query of ['age=36', 'age_gte=36&city=Oslo', 'q=ky', 'nick_like=ky']) {
      expect(await planOf('users', query)).toMatch(/^SCAN d$/m);
    }
  });

  it('uses the search index for an item of an array, and for a part of a string', async () => {
    for (const query of ['tags:has=night', 'alt:contains=orbit', 'alt:endsWith=orbit']) {
      expect(await planOf('pictures', query), query).toMatch(
        /SEARCH d USING INTEGER PRIMARY KEY \(rowid=\?\)/,
      );
    }
  });
});
