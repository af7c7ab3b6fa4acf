import { describe, expect, it } from 'vitest';
import {
  type AllowedSource,
  findSource,
  isAllowed,
  readSource,
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

describe('an allowed source', () => {
  it.each([
    ['https://allowed.com/a.jpg', 'https://allowed.com/a.jpg'],
    ['HTTPS://Allowed.COM/a.jpg', 'https://allowed.com/a.jpg'],
    ['https://allowed.com:443/a.jpg', 'https://allowed.com/a.jpg'],
    ['https://allowed.com', 'https://allowed.com/'],
    ['https://allowed.com/%61%2fb%20c.jpg', 'https://allowed.com/a%2Fb%20c.jpg'],
    ['https://allowed.com/caf%C3%A9/%C3%80.jpg', 'https://allowed.com/caf%C3%A9/%C3%80.jpg'],
    ['https://allowed.com/a.jpg?stray=1', 'https://allowed.com/a.jpg'],
    ['https://allowed.com/a.jpg#part', 'https://allowed.com/a.jpg'],
    ['https://img.wild.com/a?x=1&id=7&id=8', 'https://img.wild.com/a?id=7&id=8'],
    ['https://narrow.com/assets/a.jpg', 'https://narrow.com/assets/a.jpg'],
    ['https://port.com:8443/a.jpg', 'https://port.com:8443/a.jpg'],
    ['http://127.0.0.1:9001/a.jpg', 'http://127.0.0.1:9001/a.jpg'],
    ['pictures/orbit.jpg', '/pictures/orbit.jpg'],
    ['pictures/%6frbit.jpg?v=2', '/pictures/orbit.jpg'],
  ])('written %s is %s', (written, expected) => {
    const source = findSource(written, LIST);
    expect(writeSource(source)).toBe(expected);
    expect(readSource(expected)).toEqual(source);
  });
});

/** Attack class → source as written → status. 400 is for a malformed source, 403 for one outside the list. */
const ATTACKS: Record<string, [written: string, status: 400 | 403][]> = {
  'another notation of an IPv4 address': [
    ['http://2130706433:9001/a', 400],
    ['http://0x7f000001:9001/a', 400],
    ['http://0x7f.1:9001/a', 400],
    ['http://0177.0.0.1:9001/a', 400],
    ['http://127.1:9001/a', 400],
    ['http://127.0.0.1.:9001/a', 400],
    ['http://①②⑦.0.0.1:9001/a', 400],
  ],
  'an IPv6 address': [
    ['http://[::1]:9001/a', 403],
    ['http://[::ffff:127.0.0.1]:9001/a', 400],
    ['http://[::ffff:7f00:1]:9001/a', 403],
    ['http://[64:ff9b::7f00:1]:9001/a', 403],
    ['http://[fd00::1]:9001/a', 403],
    ['http://[fe80::1]:9001/a', 403],
    ['http://[::1%25lo]:9001/a', 400],
  ],
  'a private address or a local name': [
    ['https://127.0.0.1/a', 403],
    ['https://0.0.0.0/a', 403],
    ['https://10.0.0.1/', 403],
    ['https://172.16.0.1/', 403],
    ['https://192.168.0.1/', 403],
    ['https://100.64.0.1/', 403],
    ['https://169.254.169.254/latest', 403],
    ['https://metadata.google.internal/', 403],
    ['http://localhost:9001/a', 403],
    ['http://a.localhost:9001/a', 403],
  ],
  userinfo: [
    ['https://allowed.com@evil.com/a.jpg', 400],
    ['https://allowed.com:x@evil.com/a.jpg', 400],
    ['https://user:pw@allowed.com/a.jpg', 400],
    ['https://@allowed.com/a.jpg', 400],
    ['https://evil.com%2F@allowed.com/a.jpg', 400],
  ],
  'a backslash': [
    ['https://evil.com\\@allowed.com/a.jpg', 400],
    ['https://allowed.com\\@evil.com/a.jpg', 400],
    ['https:\\\\allowed.com\\a.jpg', 400],
    ['https://narrow.com/assets\\..\\secret.jpg', 403],
  ],
  'a look-alike host': [
    ['https://allowed.com./a.jpg', 403],
    ['https://allowed.com.evil.com/a.jpg', 403],
    ['https://evilallowed.com/a.jpg', 403],
    ['https://sub.allowed.com/a.jpg', 403],
    ['https://evilwild.com/a.jpg', 403],
    ['https://\uff41llowed.com/a.jpg', 400],
    ['https://%EF%BD%81llowed.com/a.jpg', 400],
    ['https://allow%65d.com/a.jpg', 400],
    ['https://xn--llowed-5ve.com/a.jpg', 400],
    ['https://аllowed.com/a.jpg', 400],
    ['https://allowed\u3002com/a.jpg', 400],
    ['https://allo\u00adwed.com/a.jpg', 400],
    ['https://allo\twed.com/a.jpg', 400],
  ],
  'a host that the wildcard does not match': [
    ['https://wild.com/a.jpg', 403],
    ['https://.wild.com/a.jpg', 403],
    ['https://a.b.wild.com/a.jpg', 403],
  ],
  'another port': [
    ['https://allowed.com:8443/a.jpg', 403],
    ['https://allowed.com:80/a.jpg', 403],
    ['https://port.com/a.jpg', 403],
    ['http://127.0.0.1/a', 403],
    ['http://127.0.0.1:9002/a', 403],
    ['https://allowed.com:0443/a.jpg', 400],
    ['https://allowed.com:/a.jpg', 400],
    ['https://allowed.com:99999/a.jpg', 400],
  ],
  'another scheme': [
    ['http://allowed.com/a.jpg', 403],
    ['http://allowed.com:443/a.jpg', 403],
    ['https://127.0.0.1:9001/a.jpg', 403],
    ['ftp://allowed.com/a.jpg', 400],
    ['ws://allowed.com/a.jpg', 400],
    ['file:///etc/passwd', 400],
    ['data:image/png;base64,AAAA', 400],
    ['javascript:alert(1)', 400],
    ['blob:https://allowed.com/1', 400],
  ],
  'an incomplete URL': [
    ['https:/allowed.com/a.jpg', 400],
    ['https:allowed.com/a.jpg', 400],
    ['https:///allowed.com/a.jpg', 400],
    ['/allowed.com/a.jpg', 400],
    ['//allowed.com/a.jpg', 400],
    ['https://', 400],
  ],
  'an encoded URL': [
    ['https%3A%2F%2Fallowed.com%2Fa.jpg', 400],
    ['https%253A%252F%252Fallowed.com%252Fa.jpg', 400],
    ['https%3a//allowed.com/a.jpg', 400],
  ],
  'a path outside its prefix': [
    ['https://narrow.com/secret.jpg', 403],
    ['https://narrow.com/assets', 403],
    ['https://narrow.com/Assets/a.jpg', 403],
    ['https://narrow.com/assets/../secret.jpg', 403],
    ['https://narrow.com/assets/%2e%2e/secret.jpg', 403],
    ['https://narrow.com/assets/.%2e/secret.jpg', 403],
    ['https://narrow.com/assets/%252e%252e/secret.jpg', 403],
    ['https://narrow.com/assets/%25252e%25252e%25252fsecret.jpg', 403],
    ['https://narrow.com/assets/..%2fsecret.jpg', 403],
    ['https://narrow.com/assets/..%5csecret.jpg', 403],
    ['https://narrow.com/assets/..;x/secret.jpg', 403],
    ['https://narrow.com/assets/x%00.jpg', 403],
    ['https://narrow.com/assets/x%0d%0aHost:evil', 403],
  ],
  'a file outside public/': [
    ['../_headers', 400],
    ['%2e%2e/_headers', 400],
    ['%252e%252e/_headers', 400],
    ['pictures/..%2f_headers', 400],
    ['pictures/..%5c_headers', 400],
    ['pictures%2forbit.jpg', 400],
    ['pictures//orbit.jpg', 400],
    ['pictures/orbit.jpg%00.png', 400],
    ['pictures/https%3a/orbit.jpg', 400],
  ],
};

describe.each(Object.entries(ATTACKS))('a source with %s', (_, sources) => {
  it.each(sources)('written %j is refused with %d', (written, status) => {
    expect(() => findSource(written, LIST)).toThrowError(expect.objectContaining({ status }));
  });
});

describe('a redirect', () => {
  it.each([
    ['https://allowed.com/b.jpg?any=query', true],
    ['https://allowed.com:443/b.jpg', true],
    ['http://127.0.0.1:9001/b.jpg', true],
    ['http://allowed.com/b.jpg', false],
    ['https://allowed.com:8443/b.jpg', false],
    ['https://user@allowed.com/b.jpg', false],
    ['https://:pw@allowed.com/b.jpg', false],
    ['https://evil.com/b.jpg', false],
    ['https://narrow.com/secret.jpg', false],
    ['https://narrow.com/assets/%252e%252e/secret.jpg', false],
    ['http://[::ffff:127.0.0.1]:9001/b.jpg', false],
    ['data:image/png;base64,AAAA', false],
    ['file:///etc/passwd', false],
  ])('to %s is allowed: %s', (location, expected) => {
    expect(isAllowed(new URL(location), LIST)).toBe(expected);
  });
});

describe('sourceLists()', () => {
  const CONFIG = { sources: [{ host: 'a.com' }], signedSources: [{ host: 'b.com' }] };
  const hosts = (list: readonly AllowedSource[]) => list.map(({ host }) => host);

  it('adds the signed sources, the development origins and the pinned source to the public list', () => {
    const origins = ['http://127.0.0.1:9001', 'https://dev.com', 'nonsense', 'ftp://x'];
    const lists = sourceLists(CONFIG, origins, new URL('https://pinned.com/x.png'));
    expect(hosts(lists.public)).toEqual(['a.com', '127.0.0.1', 'dev.com']);
    expect(hosts(lists.signed)).toEqual(['a.com', '127.0.0.1', 'dev.com', 'b.com']);
    expect(hosts(lists.pinned)).toEqual(['a.com', '127.0.0.1', 'dev.com', 'pinned.com']);
  });

  it('adds nothing to the pinned list without a pinned source', () => {
    expect(hosts(sourceLists(CONFIG, [], null).pinned)).toEqual(['a.com']);
  });
});
