// What the Images binding can do: limits, formats, options, error codes.

/** Longest side of a source or result, in pixels: https://developers.cloudflare.com/images/get-started/limits/ */
export const MAX_SIDE = 12_000;

/**
 * Longest side of an AVIF, in pixels. The binding writes a larger AVIF in another format:
 * https://developers.cloudflare.com/images/get-started/limits/
 */
export const MAX_AVIF_SIDE = 1200;

/** Area of a source, in pixels: https://developers.cloudflare.com/images/get-started/limits/ */
export const MAX_SOURCE_PIXELS = 100_000_000;

/** Size of a source, in bytes: https://developers.cloudflare.com/images/optimization/binding/#inputstream */
export const MAX_SOURCE_BYTES = 20 * 1024 * 1024;

/**
 * Quality of a result without the option, except for PNG, which any quality reduces to 256 colours:
 * https://developers.cloudflare.com/images/optimization/features/#quality--q
 */
export const DEFAULT_QUALITY = 85;

/**
 * The option `format` as the binding's own `format`: https://developers.cloudflare.com/images/optimization/binding/#outputoptions
 * The binding has one JPEG and cannot choose between baseline and progressive.
 */
export const OUTPUT_TYPES = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  'baseline-jpeg': 'image/jpeg',
  png: 'image/png',
} as const satisfies Record<string, ImageOutputOptions['format']>;

/** The background of a JPEG, which has no transparency: the binding would make transparent pixels black. */
export const JPEG_BACKGROUND = '#ffffff';

/**
 * Values of Cloudflare's URL options that the binding lacks, and what to use instead:
 * https://developers.cloudflare.com/images/optimization/binding/#transformoptions
 */
export const UNSUPPORTED_VALUES = {
  fit: { 'scale-up': 'The Images binding does not support it; fit=contain also enlarges.' },
  format: { 'png-force': 'The Images binding does not support it; the nearest is format=png.' },
  metadata: {
    keep: 'The Images binding does not support it: it drops metadata, which may contain a location.',
    none: 'The Images binding does not support it for JPEG; WebP, AVIF and PNG never contain metadata.',
  },
} as const;

/** URL options of Cloudflare that the binding lacks: https://developers.cloudflare.com/images/optimization/features/ */
export const UNSUPPORTED_OPTIONS: readonly (readonly [name: string, reason: string])[] = [
  ['zoom', 'The Images binding has no zoom.'],
  ['face-zoom', 'The Images binding has no zoom.'],
  ['upscale', 'The Images binding cannot choose the upscaling.'],
  ['compression', 'The Images binding cannot choose the compression.'],
];

/** Why the binding failed, according to its error code. */
export type BindingFailure = 'unsupported' | 'too-large' | 'busy';

/** Error codes of the binding: https://developers.cloudflare.com/images/reference/troubleshooting/ */
export const BINDING_FAILURES: ReadonlyMap<number, BindingFailure> = new Map([
  [9412, 'unsupported'],
  [9413, 'too-large'],
  [9420, 'unsupported'],
  [9422, 'busy'],
  [9423, 'busy'],
  [9504, 'busy'],
  [9520, 'unsupported'],
  [9522, 'busy'],
  [9527, 'busy'],
  [9528, 'busy'],
  [9529, 'busy'],
]);
