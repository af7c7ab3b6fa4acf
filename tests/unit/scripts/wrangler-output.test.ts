import { expect, it } from 'vitest';
import { errorOf } from '../../../scripts/lib/wrangler-output.ts';

// The messages of wrangler 4.
it.each([
  [
    '\n⛅️ wrangler 4.151.0\n───────\nResource location: local\n\n\n✘ [ERROR] near "TABEL": syntax error at offset 7: SQLITE_ERROR\n\n\n🪵  Logs were written to "x.log"\n',
    'near "TABEL": syntax error at offset 7: SQLITE_ERROR',
  ],
  [
    '\u001b[31m✘ \u001b[41;31m[\u001b[41;97mERROR\u001b[41;31m]\u001b[0m \u001b[1mA request to the Cloudflare API (/x) failed.\u001b[0m\n\n  no such table: users: SQLITE_ERROR [code: 7500]\n  \n  If you think this is a bug, please open an issue at: https://github.com/\n',
    'A request to the Cloudflare API (/x) failed. no such table: users: SQLITE_ERROR [code: 7500]',
  ],
  ['Killed\n', 'Killed'],
])("the error in wrangler's output %j is %j", (output, expected) => {
  expect(errorOf(output)).toBe(expected);
});
