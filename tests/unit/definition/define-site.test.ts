import { expect, it } from 'vitest';
import { defineSite, type SiteDefinition } from '../../../src/lib/definition/define-site.ts';

/** Mistakes of an owner without a type checker, and a part of each message. */
const MISTAKES: [definition: object, message: string][] = [
  [{ cors: '*' }, 'src/site.ts: cors: must be an object with origins'],
  [{ cores: {} }, 'src/site.ts: has no setting cores; allowed: url, cors'],
  [{ cors: { origin: '*' } }, 'src/site.ts: cors: has no setting origin; allowed: origins'],
  [{ cors: { origins: 'https://app.example' } }, 'cors.origins: must be "*" or a list of origins in [ ]'],
  [{ cors: { origins: null } }, 'cors.origins: must be "*" or a list of origins in [ ]'],
  [{ cors: { origins: [7] } }, 'cors.origins[0]: must be text'],
  [{ cors: { origins: ['*'] } }, 'cors.origins[0]: "*" is not allowed in a list; write origins: "*"'],
  [{ cors: { origins: ['https://*.app.example'] } }, '"https://*.app.example" has a *; list each origin'],
  [{ cors: { origins: ['null'] } }, '"null" is the origin of every sandboxed page'],
  [{ cors: { origins: [''] } }, '"" is not an origin, such as "https://app.example"'],
  [{ cors: { origins: ['app.example'] } }, '"app.example" is not an origin'],
  [{ cors: { origins: ['localhost:5173'] } }, '"localhost:5173" is not an origin'],
  [{ cors: { origins: ['data:text/html,x'] } }, 'is not an origin'],
  [
    { cors: { origins: ['https://a.example', 'https://b.example/'] } },
    'cors.origins[1]: "https://b.example/" must be written "https://b.example", as browsers send it',
  ],
  [{ cors: { origins: ['https://a.example/path'] } }, 'must be written "https://a.example"'],
  [{ cors: { origins: ['HTTPS://A.example'] } }, 'must be written "https://a.example"'],
  [{ cors: { origins: ['https://a.example:443'] } }, 'must be written "https://a.example"'],
  [{ cors: { origins: ['https://user@a.example'] } }, 'must be written "https://a.example"'],
  [{ cors: { origins: ['https://bücher.example'] } }, 'must be written "https://xn--bcher-kva.example"'],
  [{ cors: { origins: ['https://a.example', 'https://a.example'] } }, 'must not list an origin twice'],
  [{ url: 'perigee.example' }, 'src/site.ts: url: "perigee.example" is not an origin'],
  [{ url: 'https://perigee.example/' }, 'url: "https://perigee.example/" must be written'],
  [{ url: 'capacitor://localhost' }, 'url: must begin with https:// or http://'],
  [{ url: 7 }, 'url: must be text'],
];

it.each(MISTAKES)('%j stops the build with %j', (definition, message) => {
  expect(() => defineSite(definition)).toThrow(message);
});

it.each<[SiteDefinition]>([
  [{}],
  [{ cors: {} }],
  [{ cors: { origins: '*' } }],
  [{ cors: { origins: [] } }],
  [{ cors: { origins: ['https://a.example', 'http://localhost:5173', 'capacitor://localhost'] } }],
])('defineSite() allows %j', (definition) => {
  expect(defineSite(definition).cors.origins).toEqual(definition.cors?.origins ?? '*');
});

it('the address of the site is kept, and absent by default', () => {
  expect(defineSite({ url: 'https://perigee.example' }).url).toBe('https://perigee.example');
  expect(defineSite({})).not.toHaveProperty('url');
});
