import { writeOptions } from '../options/option-grammar.ts';
import type { Options } from '../options/options.ts';
import { encodeSource } from './image-path.ts';

export interface ImageOnPage {
  /** `https://host/photo.jpg`, or the path of a file of `public/`. */
  src: string;
  /** The largest width at which the page shows it, in CSS pixels. */
  width: number;
  /** In CSS pixels, at that width. */
  height: number;
  /** Other options. The default `format` is `auto`. */
  options?: Options;
  /** `widths` of `src/images.ts`; empty for the usual ones. */
  widths: readonly number[];
  /** Returns the options that the server renders for an unsigned URL. */
  permit: (options: Options) => Options;
}

/** Attributes of an `<img>`, and the URL of its placeholder. */
interface ImageMarkup {
  src: string;
  srcset: string;
  sizes: string;
  /** An image of a few pixels, shown until the image has loaded. */
  placeholder: string;
}

/** Widths of common screens and halves of them, in pixels. */
const DEFAULT_WIDTHS = [320, 480, 640, 800, 960, 1280, 1600, 1920, 2560, 3200, 3840];
/** In pixels. */
const PLACEHOLDER_WIDTH = 16;
/** Device pixels per CSS pixel of the densest screens that are served. */
const MAX_DENSITY = 2;

/** The URL of an image: `/image/{options}/{source}`. */
export function imageUrl(src: string, options: Options): string {
  const source = encodeSource(src.replace(/^\//, ''))
    .replace('?', '%3F')
    .replace('#', '%23')
    .replaceAll(' ', '%20');
  return `/image/${writeOptions(options).replaceAll('#', '%23') || '_'}/${source}`;
}

/** Offers an image in several widths, so that a browser loads the smallest one that is sharp. */
export function imageMarkup({ src, width, height, options = {}, widths, permit }: ImageOnPage): ImageMarkup {
  const ratio = height / width;
  const optionsOf = (candidate: number): Options => {
    const size = { width: candidate, height: Math.max(1, Math.round(candidate * ratio)) };
    // `crop` fills the box as `cover` does, without enlarging the source.
    const wanted: Options = { fit: 'crop', format: 'auto', ...options, ...size };
    const made = permit(wanted);
    return { ...wanted, width: made.width, height: made.height };
  };
  const urlOf = (candidate: number) => imageUrl(src, optionsOf(candidate));
  const offered = widths.length > 0 ? widths : [...DEFAULT_WIDTHS, width, width * MAX_DENSITY];
  const made = offered
    .filter((candidate) => candidate <= width * MAX_DENSITY)
    .map((candidate) => optionsOf(candidate).width ?? candidate);
  const useful = [...new Set(made)].sort((a, b) => a - b);
  return {
    src: urlOf(width),
    srcset: useful.map((candidate) => `${urlOf(candidate)} ${candidate}w`).join(', '),
    sizes: `(min-width: ${width}px) ${width}px, 100vw`,
    placeholder: urlOf(PLACEHOLDER_WIDTH),
  };
}
