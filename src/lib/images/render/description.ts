import { type DecodedPng, decode } from 'fast-png';
import { readAtMost } from '../../http/bounded-body.ts';
import { toBase64 } from '../../http/digest.ts';
import { Problem, readProblem } from '../../http/problem.ts';
import type { ImageType } from '../source/image-type.ts';
import { readImage, type SourceImage } from '../source/read-image.ts';
import type { Variant } from '../variant/variant.ts';
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

/** More than the pixels of any placeholder take, in bytes. */
const MAX_PLACEHOLDER_BYTES = 16 * 1024;

/**
 * Describes the image that a variant with `format=json` would be without it.
 *
 * @param render renders another variant of the same source
 */
export async function describeVariant(
  variant: Variant,
  original: SourceImage,
  render: (variant: Variant) => Promise<Response>,
): Promise<Description> {
  const { format: _, ...described } = variant;
  const originalSize = await countBytes(original.body);
  const result = await readImage(await renderBody(described, render));
  const { type, width, height } = result;
  const resultSize = await countBytes(result.body);
  const placeholder = await renderBody(placeholderVariant(described, width, height), render);
  const { png, pixels } = await readPlaceholder(placeholder);
  return {
    width,
    height,
    format: type,
    file_size: resultSize,
    original: {
      width: original.width,
      height: original.height,
      format: original.type,
      file_size: originalSize,
    },
    color: dominantColour(pixels),
    placeholder: `data:image/png;base64,${toBase64(png)}`,
  };
}

/**
 * Crops the placeholder as the variant is cropped. Variants that are not cropped share one placeholder. A blur makes a
 * rendering of an image that is small already, so that the source does not pass through.
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

/** @throws Problem 502 when the binding did not make a small PNG */
async function readPlaceholder(
  body: ReadableStream<Uint8Array>,
): Promise<{ png: Uint8Array; pixels: DecodedPng }> {
  try {
    const png = await readAtMost(body, MAX_PLACEHOLDER_BYTES);
    if (png !== null) return { png, pixels: decode(png) };
  } catch (cause) {
    throw new Problem('render-failed', 'The placeholder could not be rendered.', { cause });
  }
  throw new Problem('render-failed', 'The placeholder would be too large.');
}

async function renderBody(
  variant: Variant,
  render: (variant: Variant) => Promise<Response>,
): Promise<ReadableStream<Uint8Array>> {
  const response = await render(variant);
  if (response.status !== 200 || response.body === null) throw await readProblem(response);
  return response.body;
}

async function countBytes(body: ReadableStream<Uint8Array>): Promise<number> {
  let bytes = 0;
  await body.pipeTo(
    new WritableStream({
      write: (chunk) => {
        bytes += chunk.byteLength;
      },
    }),
  );
  return bytes;
}
