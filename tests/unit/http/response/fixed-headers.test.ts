import { expect, it } from 'vitest';
import { setFixedHeaders } from '../../../../src/lib/http/response/fixed-headers.ts';

function policyOf(type: string, isDevelopment: boolean): string {
  const headers = new Headers({ 'content-type': type });
  setFixedHeaders(headers, isDevelopment);
  return headers.get('content-security-policy') ?? '';
}

it('the policy of a page allows inline styles and scripts only in development', () => {
  expect(policyOf('text/html', false)).not.toMatch(/unsafe|ws:/);
  const policy = policyOf('text/html', true);
  expect(policy).toMatch(/style-src [^;]*'unsafe-inline'/);
  expect(policy).toMatch(/script-src [^;]*'unsafe-inline'/);
  expect(policy).toMatch(/connect-src [^;]*ws:/);
});

it.each([true, false])(
  'JSON loads nothing and other files are sandboxed (development: %s)',
  (isDevelopment) => {
    expect(policyOf('application/json', isDevelopment)).toBe("default-src 'none'");
    expect(policyOf('image/gif', isDevelopment)).toContain('sandbox');
  },
);
