import { decode } from 'fast-png';
import { toBase64 } from '../../http/digest.ts';
import { readProblem } from '../../http/problem.ts';
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

/** Wide enough to be recognised and small enough for a page, in pixels. */
const PLACEHOLDER_WIDTH = 16;

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
  const png = await new Response(placeholder).bytes();
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
    color: dominantColour(decode(png)),
    placeholder: `data:image/png;base64,${toBase64(png)}`,
  };
}

/** Crops the placeholder as the variant is cropped. Variants that are not cropped share one placeholder. */
function placeholderVariant(variant: Variant, width: number, height: number): Variant {
  const { width: _, height: givenHeight, fit, blur, border, quality, ...others } = variant;
  const isWhole = givenHeight === undefined || fit === undefined || fit === 'contain';
  const placeholder: Variant = { ...others, format: 'png', width: PLACEHOLDER_WIDTH };
  if (isWhole) return placeholder;
  return { ...placeholder, fit, height: Math.max(1, Math.round((PLACEHOLDER_WIDTH * height) / width)) };
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
