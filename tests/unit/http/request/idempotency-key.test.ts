import { expect, it } from 'vitest';
import { idempotencyKey } from '../../../../src/lib/http/request/idempotency-key.ts';

it.each(['a', '8e03978e-40d5-43dd-bc93-6894a57f9324', '"quoted"', '!~', 'x'.repeat(255)])(
  'Idempotency-Key: %s is accepted',
  (key) => {
    expect(idempotencyKey(new Headers({ 'idempotency-key': key }))).toBe(key);
  },
);

it.each(['', 'a b', 'a\tb', 'é', 'x'.repeat(256)])('Idempotency-Key: %j is refused', (key) => {
  expect(() => idempotencyKey(new Headers({ 'idempotency-key': key }))).toThrow(
    expect.objectContaining({ status: 400 }),
  );
});

it('a request without Idempotency-Key has the key null', () => {
  expect(idempotencyKey(new Headers())).toBeNull();
});
