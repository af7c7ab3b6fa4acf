import { expect, it } from 'vitest';
import { bookmarkOf } from '../../../../src/lib/http/request/bookmark.ts';

const BOOKMARK = '00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683';

it('bookmarkOf() returns a bookmark, and null without one', () => {
  expect(bookmarkOf(new Headers({ 'x-d1-bookmark': BOOKMARK }))).toBe(BOOKMARK);
  expect(bookmarkOf(new Headers())).toBeNull();
  expect(bookmarkOf(new Headers({ 'x-d1-bookmark': '' }))).toBeNull();
});

it.each(['first-primary', 'first-unconstrained', 'x', `${BOOKMARK}0`, `${BOOKMARK}, ${BOOKMARK}`])(
  'bookmarkOf() refuses the bookmark "%s"',
  (bookmark) => {
    expect(() => bookmarkOf(new Headers({ 'x-d1-bookmark': bookmark }))).toThrow(/earlier response/);
  },
);
