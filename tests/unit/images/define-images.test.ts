import { describe, expect, it } from 'vitest';
import { defineImages } from '../../../src/lib/images/define-images.ts';

/** Mistakes of an owner without a type checker, and a part of each message. */
const MISTAKES: [definition: object, message: string][] = [
  [{ sorces: [] }, 'src/images.ts: has no setting sorces; allowed: sources, signedSources'],
  [{ sources: 'docs.astro.build' }, 'sources: must be a list'],
  [{ sources: [7] }, 'sources[0]: must be an object with host, port'],
  [
    { sources: [{ hosts: 'a.example' }] },
    'sources[0]: has no setting hosts; allowed: host, port, path, query',
  ],
  [{ sources: [{ path: '/a/' }] }, 'sources[0].host: must be text'],
  [{ sources: ['https://a.example/'] }, 'sources[0].host: "https://a.example/" is a URL'],
  [{ sources: [{ host: 'a.example/b' }] }, '"a.example/b" is a URL; write { host:'],
  [{ sources: ['https:a.example'] }, '"https:a.example" has a port'],
  [{ sources: ['a.example:8443'] }, 'has a port; write { host: "images.example.com", port: 8443 }'],
  [{ sources: ['127.0.0.1'] }, 'is an IP address'],
  [{ sources: ['2130706433'] }, 'is an IP address'],
  [{ sources: ['0x7f.1'] }, 'is an IP address'],
  [{ sources: ['::1'] }, 'is an IP address'],
  [{ sources: ['[::1]'] }, 'is an IP address'],
  [{ sources: ['a.example', '*'] }, 'sources[1].host: "*" has a * that is not its whole first label'],
  [{ sources: ['*a.example'] }, 'has a * that is not its whole first label'],
  [{ sources: ['a.*.example'] }, 'has a * that is not its whole first label'],
  [{ sources: ['*.*.example'] }, 'has a * that is not its whole first label'],
  [{ signedSources: ['*.example'] }, 'signedSources[0].host: "*.example" allows a whole top-level domain'],
  [{ sources: ['localhost'] }, 'has no dot'],
  [{ sources: [''] }, 'has no dot'],
  [{ sources: ['a.example.'] }, 'must be written "a.example"'],
  [{ sources: ['A.Example'] }, 'must be written "a.example"'],
  [{ sources: ['bücher.example'] }, 'must be written "xn--bcher-kva.example"'],
  [{ sources: ['*.Bücher.example'] }, 'must be written "*.xn--bcher-kva.example"'],
  [{ sources: ['user@a.example'] }, 'is not the name of a host'],
  [{ sources: ['a .example'] }, 'is not the name of a host'],
  [{ sources: ['a.example?x'] }, 'is not the name of a host'],
  [{ sources: [{ host: 'a.example', port: 0 }] }, 'sources[0].port: must be a whole number from 1 to 65535'],
  [{ sources: [{ host: 'a.example', port: '443' }] }, 'sources[0].port: must be a whole number'],
  [{ sources: [{ host: 'a.example', path: 'b/' }] }, 'sources[0].path: must be a path'],
  [{ sources: [{ host: 'a.example', path: '/b?c' }] }, 'sources[0].path: must be a path'],
  [{ sources: [{ host: 'a.example', path: '/b/../c' }] }, 'sources[0].path: must be a path'],
  [{ sources: [{ host: 'a.example', path: '//b' }] }, 'sources[0].path: must be a path'],
  [{ sources: [{ host: 'a.example', query: 'id' }] }, 'sources[0].query: must be a list'],
  [{ presets: [] }, 'presets: must be options by name'],
  [{ presets: { 'a b': {} } }, 'presets["a b"]: must have a name of letters'],
  [{ presets: { card: 'w=1' } }, 'presets.card: must be options'],
  [{ presets: { card: { widht: 400 } } }, 'presets.card: There is no option "widht"'],
  [{ presets: { card: { zoom: 2 } } }, 'presets.card: The option zoom is not supported'],
  [
    { presets: { card: { fit: 'covr' } } },
    'presets.card: The option fit cannot be "covr"; allowed: scale-down',
  ],
  [{ presets: { card: { width: 0.5 } } }, 'presets.card: The option width cannot be "0.5"'],
  [{ presets: { card: { width: null } } }, 'presets.card: The option width cannot be "null"'],
  [{ presets: { card: { border: { top: 1 } } } }, 'presets.card: The option border cannot be'],
  [{ presets: { card: { gravity: { x: 2, y: 0 } } } }, 'presets.card: The option gravity cannot be "2x0"'],
  [{ presets: { card: { width: 1, w: 2 } } }, 'presets.card: The option width is not allowed more than once'],
  [{ presets: { card: { preset: 'card' } } }, 'presets.card: must not have the option preset'],
  [{ presets: { card: { sig: 'a' } } }, 'presets.card: must not have the option sig'],
  [{ presets: { card: { exp: 1 } } }, 'presets.card: must not have the option exp'],
  [{ presets: { card: { width: 5000 } } }, 'presets.card: The image would have 5000 × 1 px'],
  [
    { presets: { card: { width: 400, dpr: 2 } }, limits: { width: 799 } },
    'presets.card: The image would have 800',
  ],
  [{ limits: { widht: 1 } }, 'limits: has no setting widht; allowed: width, height, pixels'],
  [{ limits: { width: 0 } }, 'limits.width: must be a whole number from 1 to 12000'],
  [{ limits: { height: -1 } }, 'limits.height: must be a whole number'],
  [{ limits: { width: 12_001 } }, 'limits.width: must be a whole number from 1 to 12000'],
  [{ limits: { pixels: 0 } }, 'limits.pixels: must be a whole number'],
  [{ limits: { pixels: Number.NaN } }, 'limits.pixels: must be a whole number'],
  [{ widths: [320, 0] }, 'widths[1]: must be a whole number from 1'],
  [{ widths: [320.5] }, 'widths[0]: must be a whole number'],
  [{ widths: 320 }, 'widths: must be a list'],
  [{ widths: [320, 5000] }, 'widths: 5000 is more than limits.width, 4096'],
  [{ fallback: '/missing.png' }, 'fallback: must be an object with source, status'],
  [
    { fallback: { source: '/missing.png', status: 199 } },
    'fallback.status: must be a whole number from 200 to 599',
  ],
  [
    { fallback: { source: '/missing.png', status: 600 } },
    'fallback.status: must be a whole number from 200 to 599',
  ],
  [
    { fallback: { source: '/missing.png', status: 304 } },
    'fallback.status: must be a status whose response has a body',
  ],
  [
    { fallback: { source: 'https://a.example/x.png' } },
    'fallback.source: https://a.example is not an allowed',
  ],
  [{ fallback: { 404: 7 } }, 'fallback.404: must be an object with source, status'],
  [
    { fallback: { 404: { source: '/missing.png', status: 204 } } },
    'fallback.404.status: must be a status whose response has a body',
  ],
  [
    { fallback: { 500: '/x.png' } },
    'fallback: has no setting 500; allowed: 403, 404, 410, 413, 415, 422, 502,',
  ],
  [{ fallback: { 429: '/x.png' } }, 'fallback: has no setting 429; allowed:'],
  [
    { fallback: { default: 'https://a.example/x.png' } },
    'fallback.default.source: https://a.example is not an',
  ],
  [{ fallback: { 404: '/ok.png', 410: '/a/..%2fb.png' } }, 'fallback.410.source: A source must be'],
  [{ freeform: 'no' }, 'freeform: must be true or false'],
  [{ freeform: true, widths: [320] }, 'widths: has no effect with freeform: true'],
  [{ presetsOnly: true, freeform: true, presets: { a: {} } }, 'presetsOnly: contradicts freeform: true'],
  [{ presetsOnly: true }, 'presetsOnly: needs at least one of presets'],
  [{ fallback: { source: '/a/..%2fb.png' } }, 'fallback.source: A source must be'],
];

describe('defineImages', () => {
  it.each(MISTAKES)('refuses %j', (definition, message) => {
    expect(() => defineImages(definition)).toThrow(message);
    expect(() => defineImages(definition)).toThrow(/^src\/images\.ts: /);
  });

  it('names every mistake on a line of its own', () => {
    const mistakes = { sources: ['a.example:1', 'ok.example', '*'], widths: [0] };
    expect(() => defineImages(mistakes)).toThrow(
      /^src.*sources\[0\].*\nsrc.*sources\[2\].*\nsrc.*widths\[0\].*$/,
    );
  });

  it('has a default for every setting', () => {
    expect(defineImages({})).toEqual({
      sources: [],
      signedSources: [],
      presets: {},
      limits: { width: 4096, height: 4096, pixels: 16_000_000 },
      widths: [],
      freeform: false,
      presetsOnly: false,
    });
  });

  it('completes a definition with defaults', () => {
    const pattern = { host: '*.cdn.example', port: 8443, path: '/a/', query: ['id'] };
    const config = defineImages({
      sources: ['docs.astro.build', pattern],
      signedSources: ['*.b.example'],
      presets: { card: { width: 480, background: 'white', gravity: { x: 0.25, y: 1 }, trim: 'border' } },
      limits: { width: 1000 },
      widths: [640, 320],
      fallback: { source: '/missing.png' },
    });
    expect(config).toEqual({
      sources: [{ host: 'docs.astro.build' }, pattern],
      signedSources: [{ host: '*.b.example' }],
      presets: { card: { width: 480, background: '#ffffff', gravity: { x: 0.25, y: 1 }, trim: 'border' } },
      limits: { width: 1000, height: 4096, pixels: 16_000_000 },
      widths: [320, 640],
      freeform: false,
      presetsOnly: false,
      fallback: { source: '/missing.png', status: 404 },
    });
  });

  it('reads a fallback by status', () => {
    const written = {
      404: '/missing.png',
      410: { source: '/gone.png', status: 200 },
      default: '/broken.png',
    };
    expect(defineImages({ fallback: written }).fallback).toEqual({
      404: { source: '/missing.png' },
      410: { source: '/gone.png', status: 200 },
      default: { source: '/broken.png' },
    });
  });
});
