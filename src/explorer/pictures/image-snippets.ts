import type { Options } from '../../lib/images/options/options.ts';
import type { Draft } from '../request/draft.ts';
import { fileName } from '../request/file-name.ts';
import { curlOf } from '../request/snippets.ts';

/** An image that was made, as pages use it. */
export interface MadeImage {
  source: string;
  alt: string;
  options: Options;
  /** The request that made it. */
  draft: Draft;
  /** In device pixels, as it was made. */
  width: number;
  height: number;
  /** The media type of the result. */
  type: string;
}

export interface ImageSnippet {
  name: string;
  code: string;
}

/** What to copy for a page, an application or a shell. */
export function imageSnippets(image: MadeImage, origin: string): ImageSnippet[] {
  const { draft } = image;
  return [
    { name: 'URL on this site', code: draft.path },
    { name: 'URL from elsewhere', code: origin + draft.path },
    { name: 'Picture component', code: pictureOf(image) },
    { name: 'unpic', code: unpicOf(image) },
    { name: 'curl', code: curlOf(draft, origin, false, fileName(image.source, image.type)) },
  ];
}

/** The component of `src/components/Picture.astro`, which offers several widths by itself. */
function pictureOf({ source, alt, options, ...size }: MadeImage): string {
  const { width: _width, height: _height, dpr = 1, sig: _sig, exp: _exp, ...rest } = options;
  const others = Object.entries(rest).filter(
    ([name, value]) => value !== undefined && !(name === 'format' && value === 'auto'),
  );
  const css = (pixels: number) => Math.max(1, Math.round(pixels / dpr));
  const attributes = [
    `src=${attribute(source)}`,
    `alt=${attribute(alt)}`,
    `width={${css(size.width)}}`,
    `height={${css(size.height)}}`,
    ...(others.length === 0 ? [] : [`options={${objectSource(others)}}`]),
  ];
  return `<Picture\n${attributes.map((one) => `  ${one}\n`).join('')}/>`;
}

/** A call of the provider of docs/images.md. */
function unpicOf({ source, options }: MadeImage): string {
  const { sig: _sig, exp: _exp, ...operations } = options;
  const given = Object.entries(operations).filter(([, value]) => value !== undefined);
  return [
    "import { transform } from './perigee.ts'; // the provider in docs/images.md",
    '',
    `const url = transform(${JSON.stringify(source)}, ${objectSource(given)}, {});`,
  ].join('\n');
}

function attribute(text: string): string {
  return /["&{}\n\\]/.test(text) ? `{${JSON.stringify(text)}}` : `"${text}"`;
}

function objectSource(entries: readonly (readonly [string, unknown])[]): string {
  const members = entries.map(([name, value]) => {
    const key = /^[a-z]\w*$/i.test(name) ? name : JSON.stringify(name);
    return `${key}: ${JSON.stringify(value).replaceAll('"', "'")}`;
  });
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
