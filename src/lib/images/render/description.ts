import { type DecodedPng, decode } from 'fast-png';
import { toBase64 } from '../../http/digest.ts';
import { Problem } from '../../http/problem/problem.ts';
import { readAtMost } from '../../http/request/bounded-body.ts';
import type { ImageType } from '../file/image-type.ts';
import { readImage } from '../file/read-image.ts';
import type { SourceFacts } from '../file/source-facts.ts';
import type { Variant } from '../variant/variant.ts';
import { countBytes } from './count-bytes.ts';
import { dominantColour } from './dominant-colour.ts';

/**
 * The body of `format=json`: the members that Cloudflare has, and more for use while the image loads. Sizes are in bytes
 * and pixels.
 */
export interface Description {
  width: number;
  height: number;
  format: ImageType;
  file_size: number;
  original: { width: number; height: number; format: ImageType; file_size: number };
  /** The most frequent colour as `#rrggbb`, or `null` for a transparent image. */
  color: string | null;
  /** A PNG of a few pixels as a data URI. Stretched to the size of the image, it is the image blurred. */
  placeholder: string;
}

/** Large enough to be recognised and small enough for a page, in pixels. */
const PLACEHOLDER = { width: 16, height: 32 };

/** The most bytes of a placeholder, which no placeholder needs. */
const MAX_PLACEHOLDER_BYTES = 16 * 1024;

/** What a description is made from. */
export interface Described {
  /** The variant without `format=json`. */
  variant: Variant;
  /** The image of that variant. */
  image: ReadableStream<Uint8Array>;
  original: SourceFacts;
}

/** The functions that `describeImage` needs. */
interface DescriptionDependencies {
  /** Renders another variant of the same source. */
  render: (variant: Variant) => Promise<Response>;
  /** Counts the bytes of the source, where its server does not announce them. */
  measure: () => Promise<number>;
}

/**
 * Describes an image.
 *
 * @throws Problem 502 when the body of the image fails, or the placeholder does
 */
export async function describeImage(
  { variant, image, original }: Described,
  { render, measure }: DescriptionDependencies,
): Promise<Description> {
  const originalBytes = original.bytes ?? (await orCancel(image, measure));
  const { width, height, type, bytes } = await measureImage(image);
  const { body } = await render(placeholderVariant(variant, width, height));
  const { png, pixels } = await readPlaceholder(body);
  return {
    width,
    height,
    format: type,
    file_size: bytes,
    original: {
      width: original.width,
      height: original.height,
      format: original.type,
      file_size: originalBytes,
    },
    color: dominantColour(pixels),
    placeholder: `data:image/png;base64,${toBase64(png)}`,
  };
}

/**
 * Crops the placeholder as the variant is cropped. Variants that are not cropped share one placeholder. For an image
 * that is already small, a blur forces a rendering, so that the source does not pass through.
 */
function placeholderVariant(variant: Variant, width: number, height: number): Variant {
  const { width: _, height: givenHeight, fit, blur, border, quality, ...others } = variant;
  const ratio = Math.min(PLACEHOLDER.width / width, PLACEHOLDER.height / height);
  const isSmall = ratio >= 1;
  const placeholder: Variant = { ...others, format: 'png', ...(isSmall ? { blur: 1 } : {}) };
  const isTall = ratio < PLACEHOLDER.width / width;
  const isWhole = givenHeight === undefined || fit === undefined || fit === 'contain';
  if (isWhole)
    return { ...placeholder, ...(isTall ? { height: PLACEHOLDER.height } : { width: PLACEHOLDER.width }) };
  const scaled = (side: number) => Math.max(1, Math.round(side * ratio));
  return { ...placeholder, fit, width: scaled(width), height: scaled(height) };
}

/** Cancels the unread image when its source cannot be measured. */
async function orCancel<T>(image: ReadableStream<Uint8Array>, measure: () => Promise<T>): Promise<T> {
  try {
    return await measure();
  } catch (error) {
    await image.cancel();
    throw error;
  }
}

/** Reads an image to its end. When the body fails, the entrypoint that sent it cannot send a Problem any more. */
async function measureImage(image: ReadableStream<Uint8Array>): Promise<SourceFacts & { bytes: number }> {
  try {
    const result = await readImage(image);
    return { ...result, bytes: await countBytes(result.body) };
  } catch (cause) {
    throw new Problem('source-unreachable', 'The source ended before the image was complete.', { cause });
  }
}

/** @throws Problem 502 when the binding did not make a small PNG */
async function readPlaceholder(
  body: ReadableStream<Uint8Array> | null,
): Promise<{ png: Uint8Array; pixels: DecodedPng }> {
  try {
    const png = await readAtMost(body, MAX_PLACEHOLDER_BYTES);
    if (png !== null) return { png, pixels: decode(png) };
  } catch (cause) {
    throw new Problem('render-failed', 'The placeholder could not be rendered.', { cause });
  }
  throw new Problem('render-failed', 'The placeholder would be too large.');
}
