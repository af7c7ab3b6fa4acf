import { describe, expect, it } from 'vitest';
import { defineImages } from '../../../../src/lib/images/define-images.ts';
import { parseOptions } from '../../../../src/lib/images/options/option-grammar.ts';
import type { Options } from '../../../../src/lib/images/options/options.ts';
import { splitImagePath } from '../../../../src/lib/images/url/image-path.ts';
import { type ImageOnPage, imageMarkup, imageUrl } from '../../../../src/lib/images/url/srcset.ts';
import { permittedOptions } from '../../../../src/lib/images/variant/permitted-options.ts';

describe('imageUrl', () => {
  it.each([
    ['/pictures/a.jpg', { width: 400 }, '/image/width=400/pictures/a.jpg'],
    ['https://host.example/a.jpg?x=1', {}, '/image/_/https://host.example/a.jpg%3Fx=1'],
    ['a.jpg', { background: '#ff0000', width: 9 }, '/image/background=%23ff0000,width=9/a.jpg'],
  ])('writes the URL of %s', (src, options, url) => {
    expect(imageUrl(src, options)).toBe(url);
  });

  it('writes a URL that is parsed to the same options and source', () => {
    const url = imageUrl('https://host.example/a.jpg?x=1', { background: '#ff0000', trim: 'border' });
    const { options, source } = splitImagePath(new URL(`https://perigee.example${url}`));
    expect(parseOptions(options)).toEqual({ background: '#ff0000', trim: 'border' });
    expect(source).toBe('https://host.example/a.jpg?x=1');
  });
});

const IMAGE: ImageOnPage = {
  src: 'a.jpg',
  width: 600,
  height: 400,
  widths: [],
  permit: (options) => options,
};

describe('imageMarkup', () => {
  const markup = imageMarkup(IMAGE);
  const widths = (srcset: string) => srcset.split(', ').map((candidate) => candidate.split(' ')[1]);

  it('offers widths up to twice the shown width, in its proportions', () => {
    expect(widths(markup.srcset)).toEqual(['320w', '480w', '600w', '640w', '800w', '960w', '1200w']);
    expect(markup.srcset).toContain('/image/fit=crop,format=auto,height=213,width=320/a.jpg 320w');
    expect(markup.sizes).toBe('(min-width: 600px) 600px, 100vw');
    expect(markup.placeholder).toBe('/image/fit=crop,format=auto,height=11,width=16/a.jpg');
  });

  it('offers only the widths of src/images.ts where there are any', () => {
    const { srcset } = imageMarkup({ ...IMAGE, widths: [400, 800, 1600] });
    expect(widths(srcset)).toEqual(['400w', '800w']);
  });

  it('offers each size that the server renders for unsigned options, once', () => {
    const config = defineImages({});
    const permit = (options: Options) => permittedOptions(options, false, config).options;
    const { src, srcset } = imageMarkup({ ...IMAGE, width: 590, height: 393, permit });
    expect(widths(srcset)).toEqual(['320w', '480w', '600w', '640w', '800w', '960w', '1200w']);
    expect(src).toBe('/image/fit=crop,format=auto,height=400,width=600/a.jpg');
  });

  it('refuses effects that an unsigned URL cannot have', () => {
    const config = defineImages({});
    const permit = (options: Options) => permittedOptions(options, false, config).options;
    expect(() => imageMarkup({ ...IMAGE, options: { blur: 9 }, permit })).toThrowError('blur is not allowed');
  });
});
