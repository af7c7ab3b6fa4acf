import type { Options } from '../options/options.ts';
import type { Fallback, FallbackDefinition } from './fallback.ts';

/** The owner's settings for images, in `src/images.ts`. Every setting has a default. */
export interface ImagesDefinition {
  /** Sources that any URL may name, such as `'images.example.com'`. Files of `public/` are always allowed. Default: none. */
  sources?: readonly (string | SourcePattern)[];
  /** Sources that only a signed URL may name. Default: none. */
  signedSources?: readonly (string | SourcePattern)[];
  /** Options by name, for `/image/preset=name/…`. Other options of the URL override those of the preset. */
  presets?: Readonly<Record<string, PresetOptions>>;
  /** The largest size that a URL may request, in pixels. Default: 4096 × 4096, 16 million pixels in all. */
  limits?: Partial<ImageLimits>;
  /** The widths of unsigned URLs, in pixels: a width is rounded up to the next. Default: some sixty usual widths. */
  widths?: readonly number[];
  /**
   * Whether an unsigned URL gets exactly what it says, with every option. Anyone can then cause any number of
   * renderings, and each is billed. Default: `false`.
   */
  freeform?: boolean;
  /** Whether an unsigned URL must name a preset. It may then also have `dpr` and `onerror`. Default: `false`. */
  presetsOnly?: boolean;
  /**
   * Shown instead of a source that fails: files of `public/` or URLs of `sources`. `{ source, status }` is for every
   * failure, with 404 unless it says otherwise. `{ 404: '/pictures/missing.jpg', default: … }` is by the status of the
   * failure, which the response keeps. Default: none.
   */
  fallback?: FallbackDefinition;
}

/** Where images may be fetched from, over https. */
export interface SourcePattern {
  /** `images.example.com`, or `*.example.com` for exactly one more label. */
  host: string;
  /** Default: 443. */
  port?: number;
  /** What the path begins with, such as `/assets/`. Default: every path. */
  path?: string;
  /**
   * The query parameters that select an image. All others are dropped, because each value would be another image to
   * render, store and pay for.
   */
  query?: readonly string[];
}

export type PresetOptions = Omit<Options, 'preset' | 'sig' | 'exp'>;

export interface ImageLimits {
  width: number;
  height: number;
  /** Width times height. */
  pixels: number;
}

/** The definition, checked and complete. */
export interface ImagesConfig {
  sources: readonly SourcePattern[];
  signedSources: readonly SourcePattern[];
  presets: Readonly<Record<string, PresetOptions>>;
  limits: ImageLimits;
  /** Ascending; empty for the usual widths. */
  widths: readonly number[];
  freeform: boolean;
  presetsOnly: boolean;
  fallback?: Fallback;
}
