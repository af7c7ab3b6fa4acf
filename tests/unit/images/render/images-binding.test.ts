import { describe, expect, it } from 'vitest';
import type { SourceImage } from '../../../../src/lib/images/file/read-image.ts';
import { parseOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import { encodeImage, instructionsFor } from '../../../../src/lib/images/render/images-binding.ts';

const IMAGE: SourceImage = {
  type: 'image/png',
  width: 6,
  height: 4,
  isSizeKnown: true,
  isRotated: false,
  isAnimated: false,
  hasAlpha: false,
  head: new Uint8Array(),
  body: new ReadableStream(),
};

describe('instructionsFor()', () => {
  it.each([
    ['width=9,blur=2', { transform: { width: 9, blur: 2 }, output: { format: 'image/png' } }],
    ['f=webp,q=40', { transform: {}, output: { format: 'image/webp', quality: 40 } }],
    ['f=avif,anim=false', { transform: {}, output: { format: 'image/avif', anim: false } }],
    ['f=json,width=9', { transform: { width: 9 }, output: { format: 'image/png' } }],
    ['trim.left=1,trim.top=2', { transform: { trim: { left: 1, top: 2 } }, output: { format: 'image/png' } }],
  ])('of %s are %o', (options, expected) => {
    expect(instructionsFor(parseOptions(options), IMAGE)).toEqual(expected);
  });

  it.each(['f=jpeg', 'f=baseline-jpeg'])(
    'of %s have a white background unless there is another',
    (options) => {
      const instructions = instructionsFor(parseOptions(options), IMAGE);
      expect(instructions.transform.background).toBe('#ffffff');
      expect(instructions.output).toEqual({ format: 'image/jpeg', background: '#ffffff' });
      const red = instructionsFor(parseOptions(`${options},background=red`), IMAGE);
      expect([red.transform.background, red.output.background]).toEqual(['#ff0000', '#ff0000']);
    },
  );
});

describe('an error of the binding', () => {
  const failing = (error: unknown): ImagesBinding => {
    const chain = { transform: () => chain, output: () => Promise.reject(error) };
    return { input: () => chain } as unknown as ImagesBinding;
  };
  const withCode = (code: number) => Object.assign(new Error('/home/decoder.js at line 1'), { code });

  it.each([
    [9412, 'unsupported-image', 415],
    [9420, 'unsupported-image', 415],
    [9520, 'unsupported-image', 415],
    [9413, 'source-too-large', 413],
    [9422, 'images-busy', 503],
    [9504, 'images-busy', 503],
    [9529, 'images-busy', 503],
    [9523, 'undecodable-image', 422],
    [9999, 'undecodable-image', 422],
  ])('with code %d is %s and does not show its message', async (code, expected, status) => {
    const cause = withCode(code);
    const problem = await encodeImage(IMAGE, {}, failing(cause)).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: expected, status, cause });
    expect(String(problem)).not.toContain('decoder');
  });

  it('without a code is render-failed, because it comes from the platform', async () => {
    await expect(encodeImage(IMAGE, {}, failing('x'))).rejects.toMatchObject({ code: 'render-failed' });
  });
});
