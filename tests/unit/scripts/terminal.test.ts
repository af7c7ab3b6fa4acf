import { expect, it } from 'vitest';
import { messageOf } from '../../../scripts/lib/terminal.ts';

it('the message of an error from workerd has no stack frames and ends with the cause', () => {
  const error = new Error(
    'Failed to get static paths (500: Internal Server Error).\nError: A bad schema.\n    at async Object.fetch (entry.worker.js:5347:22)\n',
  );
  expect(messageOf(error)).toBe(
    'Failed to get static paths (500: Internal Server Error).\nError: A bad schema.',
  );
});

it('the message of a thrown value that is not an error is its text', () => {
  expect(messageOf('out of memory')).toBe('out of memory');
});
