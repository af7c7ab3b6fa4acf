import { describe, expect, it } from 'vitest';
import { parseOptions, writeOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import { OPTION_BY_NAME } from '../../../../src/lib/images/options/options.ts';
import { instructionsFor } from '../../../../src/lib/images/render/images-binding.ts';

/** For each option: its text, its value, and the instructions for the binding. */
const ALLOWED: [written: string, options: object, transform?: object, output?: object][] = [
  ['width=400', { width: 400 }, { width: 400 }],
  ['w=400', { width: 400 }, { width: 400 }],
  ['w_400', { width: 400 }, { width: 400 }],
  ['height=30', { height: 30 }, { height: 30 }],
  ['h=30', { height: 30 }, { height: 30 }],
  ['s_200x100', { width: 200, height: 100 }, { width: 200, height: 100 }],
  ['dpr=1.5', { dpr: 1.5 }, {}],
  ['dpr=3', { dpr: 3 }, {}],
  ['fit=cover', { fit: 'cover' }, { fit: 'cover' }],
  ['fit=aspect-crop', { fit: 'aspect-crop' }, { fit: 'crop' }],
  ['gravity=top', { gravity: 'top' }, { gravity: 'top' }],
  ['g=face', { gravity: 'face' }, { gravity: 'face' }],
  ['gravity=0.25x1', { gravity: { x: 0.25, y: 1 } }, { gravity: { x: 0.25, y: 1, mode: 'box-center' } }],
  ['segment=foreground', { segment: 'foreground' }, { segment: 'foreground' }],
  ['format=webp', { format: 'webp' }, {}, { format: 'image/webp' }],
  ['f=avif', { format: 'avif' }, {}, { format: 'image/avif' }],
  ['f_png', { format: 'png' }, {}, { format: 'image/png' }],
  [
    'format=jpeg',
    { format: 'jpeg' },
    { background: '#ffffff' },
    { format: 'image/jpeg', background: '#ffffff' },
  ],
  [
    'format=baseline-jpeg',
    { format: 'baseline-jpeg' },
    { background: '#ffffff' },
    { format: 'image/jpeg', background: '#ffffff' },
  ],
  ['quality=60', { quality: 60 }, {}, { quality: 60 }],
  ['q=high', { quality: 90 }, {}, { quality: 90 }],
  ['quality=medium-low', { quality: 50 }, {}, { quality: 50 }],
  ['scq=low', { 'slow-connection-quality': 35 }, {}],
  ['anim=false', { anim: false }, {}, { anim: false }],
  ['metadata=copyright', { metadata: 'copyright' }, {}],
  ['background=white', { background: '#ffffff' }, { background: '#ffffff' }, { background: '#ffffff' }],
  ['background=%23F80', { background: '#ff8800' }, { background: '#ff8800' }, { background: '#ff8800' }],
  [
    'background=rgb(1%2C2%2C3)',
    { background: '#010203' },
    { background: '#010203' },
    { background: '#010203' },
  ],
  ['blur=250', { blur: 250 }, { blur: 250 }],
  ['border=black;3', { border: { color: '#000000', width: 3 } }, { border: { color: '#000000', width: 3 } }],
  [
    'border=1;2;3;4',
    { border: { top: 1, right: 2, bottom: 3, left: 4 } },
    { border: { top: 1, right: 2, bottom: 3, left: 4 } },
  ],
  ['brightness=1.2', { brightness: 1.2 }, { brightness: 1.2 }],
  ['contrast=0.5', { contrast: 0.5 }, { contrast: 0.5 }],
  ['gamma=2', { gamma: 2 }, { gamma: 2 }],
  ['saturation=0', { saturation: 0 }, { saturation: 0 }],
  ['sharpen=1', { sharpen: 1 }, { sharpen: 1 }],
  ['rotate=270', { rotate: 270 }, { rotate: 270 }],
  ['flip=hv', { flip: 'hv' }, { flip: 'hv' }],
  [
    'trim=20;30;20;0',
    { trim: { top: 20, right: 30, bottom: 20, left: 0 } },
    { trim: { top: 20, right: 30, bottom: 20, left: 0 } },
  ],
  ['trim=border', { trim: 'border' }, { trim: { border: true } }],
  [
    'trim.left=5,trim.top=6,trim.width=7,trim.height=8',
    { 'trim.left': 5, 'trim.top': 6, 'trim.width': 7, 'trim.height': 8 },
    { trim: { left: 5, top: 6, width: 7, height: 8 } },
  ],
  ['onerror=redirect', { onerror: 'redirect' }, {}],
  ['preset=card', { preset: 'card' }, {}],
  ['sig=a-b_c', { sig: 'a-b_c' }, {}],
  ['exp=1800000000', { exp: 1_800_000_000 }, {}],
];

/** The text of an option, and what the error message must contain. */
const REFUSED: [written: string, says: string][] = [
  ['', 'name=value'],
  ['width', 'name=value'],
  ['width=', 'whole number from 1 to 12000'],
  ['width=0', 'from 1'],
  ['width=-5', '"-5"'],
  ['width=100.5', 'whole number'],
  ['width=1e3', '"1e3"'],
  ['width=0x10', '"0x10"'],
  ['width=NaN', '"NaN"'],
  ['width=Infinity', '"Infinity"'],
  ['width=99999999999999999999', 'to 12000'],
  ['width=%20400', '" 400"'],
  ['width=400%0D%0AX-Evil:1', 'whole number'],
  ['width=%zz', 'percent-encoded'],
  ['width=auto', 'srcset'],
  ['w=400,width=400', 'more than once'],
  ['w=400,w=300', 'more than once'],
  ['s_200x100,w_50', 'more than once'],
  ['s_200', '200x100'],
  ['dpr=3.1', '0.1 to 3'],
  ['fit=stretch', 'squeeze'],
  ['fit=scale-up', 'fit=contain'],
  ['gravity=2x2', '0.5x0.2'],
  ['zoom=0.5', 'no zoom'],
  ['upscale=generate', 'upscaling'],
  ['compression=fast', 'compression'],
  ['draw=x', 'overlays'],
  ['format=tiff', 'baseline-jpeg'],
  ['format=svg', 'active content'],
  ['quality=101', 'medium-low'],
  ['quality=best', 'medium-low'],
  ['anim=yes', 'true or false'],
  ['metadata=keep', 'location'],
  ['metadata=none', 'JPEG'],
  ['background=url(x)', 'CSS colour'],
  ['blur=251', '1 to 250'],
  ['brightness=0', '0.01'],
  ['rotate=45', '90, 180 or 270'],
  ['trim=1;2;3', '20;30;20;0'],
  ['__proto__=1', 'no option "__proto__"'],
  ['constructor=1', 'no option "constructor"'],
  ['fit=__proto__', 'allowed: scale-down'],
  ['widht=1', 'allowed, as name=value: width'],
  ['width=1,', 'no option'],
];

describe('an image option', () => {
  it.each(ALLOWED)('%s is parsed and passed to the binding', (written, options, transform, output) => {
    const parsed = parseOptions(written);
    expect(parsed).toEqual(options);
    expect(instructionsFor(parsed, { type: 'image/png' })).toEqual({
      transform: transform ?? {},
      output: { format: 'image/png', ...output },
    });
  });

  it.each(REFUSED)('%s is refused, with a message that says what is allowed', (written, says) => {
    expect(() => parseOptions(written)).toThrowError(expect.objectContaining({ status: 400 }));
    expect(() => parseOptions(written)).toThrowError(says);
  });

  it('is refused when the text of all options is longer than 2000 characters', () => {
    const many = Array.from({ length: 300 }, (_, i) => `width${i}=1`).join(',');
    expect(() => parseOptions(many)).toThrowError('characters');
  });

  it('of every name is in the table of these tests', () => {
    const tested = ALLOWED.flatMap(([written]) => Object.keys(parseOptions(written)));
    expect([...OPTION_BY_NAME.keys()].filter((name) => !tested.includes(name))).toEqual([]);
  });
});

describe('writeOptions', () => {
  it.each(ALLOWED)('writes %s as text that parses to the same options', (written) => {
    const options = parseOptions(written);
    const text = writeOptions(options);
    if (text !== '') expect(writeOptions(parseOptions(text))).toBe(text);
  });

  it('writes equal options as equal text', () => {
    expect(writeOptions(parseOptions('q=high,background=%23FFF,w=040,fit=scale-down,rotate=0'))).toBe(
      writeOptions(parseOptions('rotate_0,width=40,background=white,quality=90')),
    );
  });
});
