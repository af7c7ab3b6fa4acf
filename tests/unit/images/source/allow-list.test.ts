import { describe, expect, it } from 'vitest';
import {
  type AllowedSource,
  findSource,
  sourceLists,
  writeSource,
} from '../../../../src/lib/images/source/allow-list.ts';

const LIST: AllowedSource[] = [
  { host: 'allowed.com' },
  { host: '*.wild.com', query: ['id'] },
  { host: 'narrow.com', path: '/assets/' },
  { host: 'port.com', port: 8443 },
  { host: '127.0.0.1', port: 9001, protocol: 'http:' },
];

const FOUND: [written: string, source: string][] = [
  ['https://allowed.com/a.jpg', 'https://allowed.com/a.jpg'],
  ['HTTPS://Allowed.COM/a.jpg', 'https://allowed.com/a.jpg'],
  ['https://allowed.com:443/a.jpg', 'https://allowed.com/a.jpg'],
  ['https://allowed.com', 'https://allowed.com/'],
  ['https://allowed.com/%61%2fb%20c.jpg', 'https://allowed.com/a%2Fb%20c.jpg'],
  ['https://allowed.com/caf%C3%A9/%C3%80.jpg', 'https://allowed.com/caf%C3%A9/%C3%80.jpg'],
  ['https://allowed.com/a.jpg?stray=1', 'https://allowed.com/a.jpg'],
  ['https://img.wild.com/a?x=1&id=7&id=8', 'https://img.wild.com/a?id=7&id=8'],
  ['https://narrow.com/assets/a.jpg', 'https://narrow.com/assets/a.jpg'],
  ['https://port.com:8443/a.jpg', 'https://port.com:8443/a.jpg'],
  ['http://127.0.0.1:9001/a.jpg', 'http://127.0.0.1:9001/a.jpg'],
  ['pictures/orbit.jpg', '/pictures/orbit.jpg'],
  ['pictures/%6frbit.jpg?v=2', '/pictures/orbit.jpg'],
];

const REFUSED: [written: string, status: number][] = [
  ['http://allowed.com/a.jpg', 403],
  ['https://other.com/a.jpg', 403],
  ['https://allowed.com.evil.com/a.jpg', 403],
  ['https://evilallowed.com/a.jpg', 403],
  ['https://allowed.com./a.jpg', 403],
  ['https://sub.allowed.com/a.jpg', 403],
  ['https://wild.com/a.jpg', 403],
  ['https://a.b.wild.com/a.jpg', 403],
  ['https://.wild.com/a.jpg', 403],
  ['https://evilwild.com/a.jpg', 403],
  ['https://allowed.com:8443/a.jpg', 403],
  ['https://port.com/a.jpg', 403],
  ['https://allowed.com@evil.com/a.jpg', 400],
  ['https://user:pw@allowed.com/a.jpg', 400],
  ['https://evil.com%2F@allowed.com/a.jpg', 400],
  ['https://evil.com\\@allowed.com/a.jpg', 400],
  ['https://\uff41llowed.com/a.jpg', 400],
  ['https://%EF%BD%81llowed.com/a.jpg', 400],
  ['https://allow%65d.com/a.jpg', 400],
  ['https://xn--llowed-5ve.com/a.jpg', 400],
  ['https:/allowed.com/a.jpg', 400],
  ['https:allowed.com/a.jpg', 400],
  ['/allowed.com/a.jpg', 400],
  ['//allowed.com/a.jpg', 400],
  ['https%3A%2F%2Fallowed.com%2Fa.jpg', 400],
  ['https%253A%252F%252Fallowed.com%252Fa.jpg', 400],
  ['ftp://allowed.com/a.jpg', 400],
  ['file:///etc/passwd', 400],
  ['data:image/png;base64,AAAA', 400],
  ['javascript:alert(1)', 400],
  ['blob:https://allowed.com/1', 400],
  ['https://127.0.0.1/a', 403],
  ['http://127.0.0.1/a', 403],
  ['http://127.0.0.1:9002/a', 403],
  ['http://2130706433:9001/a', 400],
  ['http://0x7f.1:9001/a', 400],
  ['http://0177.0.0.1:9001/a', 400],
  ['http://127.1:9001/a', 400],
  ['http://[::1]:9001/a', 403],
  ['http://[::ffff:127.0.0.1]:9001/a', 400],
  ['http://[::ffff:7f00:1]:9001/a', 403],
  ['http://localhost:9001/a', 403],
  ['https://169.254.169.254/latest', 403],
  ['https://10.0.0.1/', 403],
  ['https://100.64.0.1/', 403],
  ['https://metadata.google.internal/', 403],
  ['https://narrow.com/secret.jpg', 403],
  ['https://narrow.com/assets/../secret.jpg', 403],
  ['https://narrow.com/assets/%2e%2e/secret.jpg', 403],
  ['https://narrow.com/assets/%252e%252e/secret.jpg', 403],
  ['https://narrow.com/assets/%25252e%25252e%25252fsecret.jpg', 403],
  ['https://narrow.com/assets/..%2fsecret.jpg', 403],
  ['https://narrow.com/assets/..%5csecret.jpg', 403],
  ['https://narrow.com/assets/..;x/secret.jpg', 403],
  ['https://narrow.com/assets/x%00.jpg', 403],
  ['https://narrow.com/assets/x%0d%0aHost:evil', 403],
  ['https://narrow.com/assets', 403],
  ['../_headers', 400],
  ['%2e%2e/_headers', 400],
  ['pictures/..%2f_headers', 400],
  ['pictures%2forbit.jpg', 400],
  ['pictures//orbit.jpg', 400],
];

describe('a source', () => {
  it.each(FOUND)('%s is found', (written, source) => {
    expect(writeSource(findSource(written, LIST))).toBe(source);
  });

  it.each(REFUSED)('%s is refused with %d', (written, status) => {
    expect(() => findSource(written, LIST)).toThrowError(expect.objectContaining({ status }));
  });
});

describe('the lists', () => {
  const config = {
    sources: [{ host: 'a.com' }],
    signedSources: [{ host: 'b.com' }],
    presets: {},
    limits: { width: 1, height: 1, pixels: 1 },
    widths: [],
  };
  const hosts = (list: readonly AllowedSource[]) => list.map(({ host }) => host);

  it('hold what each may ask for', () => {
    const lists = sourceLists(
      config,
      ' http://127.0.0.1:9001, https://dev.com,nonsense ftp://x',
      'https://home.com/x.png',
    );
    expect(hosts(lists.public)).toEqual(['a.com', '127.0.0.1', 'dev.com']);
    expect(hosts(lists.signed)).toEqual(['a.com', '127.0.0.1', 'dev.com', 'b.com']);
    expect(hosts(lists.home)).toEqual(['a.com', '127.0.0.1', 'dev.com', 'home.com']);
    expect(hosts(sourceLists(config, '', '').home)).toEqual(['a.com']);
  });
});
