import { writeOptions } from './option-grammar.ts';
import type { Options } from './options.ts';

/** A picture on a page, in CSS pixels. */
export interface PictureOnPage {
  /** `https://host/picture.jpg`, or the path of a file of `public/`. */
  src: string;
  /** The width it is shown at where there is room. */
  width: number;
  height: number;
  /** Other options; without a format, the browser chooses. */
  options?: Options;
  /** The owner's steps, `widths` of `src/images.ts`; none for any width. */
  steps: readonly number[];
}

export interface PictureMarkup {
  src: string;
  srcset: string;
  sizes: string;
  /** A picture of a few pixels, to be shown until the other has come. */
  placeholder: string;
}

/** Widths of screens and halves of them; nothing is gained by more. */
const WIDTHS = [320, 480, 640, 800, 960, 1280, 1600, 1920, 2560, 3200, 3840];
const PLACEHOLDER_WIDTH = 16;
/** The densest screens that a picture is made for. */
const DENSITY = 2;

/** The URL of a picture, `/image/{options}/{source}`. */
export function pictureUrl(src: string, options: Options): string {
  const source = src.replace(/^\//, '').replace('?', '%3F').replace('#', '%23').replaceAll(' ', '%20');
  return `/image/${writeOptions(options).replaceAll('#', '%23') || '_'}/${source}`;
}

/** What a page says of a picture, so that a browser asks for the smallest one that is sharp. */
export function pictureMarkup({ src, width, height, options = {}, steps }: PictureOnPage): PictureMarkup {
  const ratio = height / width;
  const url = (wide: number) =>
    pictureUrl(src, {
      // Like cover, but never larger than the source.
      fit: 'crop',
      format: 'auto',
      ...options,
      width: wide,
      height: Math.max(1, Math.round(wide * ratio)),
    });
  const offered = steps.length > 0 ? steps : [...WIDTHS, width, width * DENSITY];
  const useful = [...new Set(offered)].filter((step) => step <= width * DENSITY).sort((a, b) => a - b);
  return {
    src: url(width),
    srcset: useful.map((step) => `${url(step)} ${step}w`).join(', '),
    sizes: `(min-width: ${width}px) ${width}px, 100vw`,
    placeholder: url(PLACEHOLDER_WIDTH),
  };
}
