import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UrlParameters } from '../../../../src/lib/http/request/url-parameters.ts';

it('the parameters of a URL are those that URLSearchParams finds', () => {
  const name = fc.oneof(fc.constantFrom('a', 'id[]', ''), fc.string({ unit: 'binary' }));
  const encoded = fc.array(fc.tuple(name, fc.string({ unit: 'binary' })), { maxLength: 6 });
  const queries = fc.oneof(
    encoded.map((pairs) => `?${new URLSearchParams(pairs)}`),
    fc
      .array(fc.constantFrom('a', '=', '&', '+', '%', '%20', '%FF', '%EF%BB%BF', 'é'))
      .map((parts) => `?${parts.join('')}`),
  );
  fc.assert(
    fc.property(queries, (query) => {
      const { search, searchParams } = new URL(query, 'https://perigee.example');
      const parameters = new UrlParameters(search);
      expect([...parameters]).toEqual([...searchParams]);
      expect(parameters.getAll('a')).toEqual(searchParams.getAll('a'));
    }),
  );
});
