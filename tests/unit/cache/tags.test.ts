import { describe, expect, it } from 'vitest';
import { collectionTag, documentTag, documentTags, writtenTags } from '../../../src/lib/cache/tags.ts';

const IDS = [
  '0',
  'a',
  'A',
  'á',
  'Á',
  'İ',
  'a b',
  'a,b',
  'a/b',
  'a%2fb',
  'a%2Fb',
  '%41',
  'Ａ',
  '😀',
  '',
  '\n',
  '"',
];

describe('the tag of a document', () => {
  it('consists of the collection and the id, which may be a number', () => {
    expect(documentTag('users', 2)).toBe('users/2');
    expect(documentTag('users', '2')).toBe('users/2');
    expect(collectionTag('users')).toBe('users');
  });

  it('is printable ASCII without separators for every id', () => {
    for (const id of [...IDS, '\ud800', 'é'.repeat(9000)]) {
      expect(documentTag('Users, all', id)).toMatch(/^[!-+\--~]{1,1024}$/);
    }
  });

  it('differs from the tag of every other id, also without regard to case', () => {
    const tags = IDS.map((id) => documentTag('users', id).toLowerCase());
    expect(new Set(tags).size).toBe(IDS.length);
    expect(documentTag('a/b', 'c')).not.toBe(documentTag('a', 'b/c'));
    expect(collectionTag('users/2')).not.toBe(documentTag('users', 2));
  });
});

it('a write purges the tags of the document and of the lists of its collection, and nothing else', () => {
  expect(writtenTags('users', [2])).toEqual(['users/2', 'users']);
});

describe('a write of many documents', () => {
  it.each([1, 20, 21, 1_000])('purges every response that shows one of %d, with at most 21 tags', (count) => {
    const ids = Array.from({ length: count }, (_, id) => id);
    const purged = writtenTags('users', ids);
    expect(purged.length).toBeLessThanOrEqual(21);
    expect(purged).toContain('users');
    for (const id of ids) {
      expect(documentTags('users', id).some((tag) => purged.includes(tag))).toBe(true);
    }
  });

  it('purges no document of another collection, and no other document of its own when they are few', () => {
    const other = documentTags('pictures', 1);
    expect(writtenTags('users', Array.from({ length: 50 }).keys().toArray())).not.toEqual(
      expect.arrayContaining([expect.toBeOneOf(other)]),
    );
    expect(writtenTags('users', [1, 2])).toEqual(['users/1', 'users/2', 'users']);
    expect(documentTags('users', '*')[0]).not.toBe(documentTags('users', 1)[1]);
  });
});
