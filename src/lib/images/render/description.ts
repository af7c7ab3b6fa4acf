import { decode } from 'fast-png';
import { toBase64 } from '../../http/digest.ts';
import { readProblem } from '../../http/problem.ts';
import type { ImageType } from '../source/image-type.ts';
import { type Picture, readPicture } from '../source/read-image.ts';
import type { Variant } from '../variant/variant.ts';
import { dominantColour } from './dominant-colour.ts';

/** What `format=json` answers: Cloudflare's members, and three for use while the picture loads. Bytes and pixels. */
export interface Description {
  width: number;
  height: number;
  format: ImageType;
  file_size: number;
  original: { width: number; height: number; format: ImageType; file_size: number };
  /** The colour that most of the picture has, or `null` when it is transparent. */
  color: string | null;
  /** A PNG of a few pixels, as a data URI: stretched to the picture's size, it is the picture blurred. */
  placeholder: string;
}

/** Wide enough to be recognised, small enough to stand in a page. In pixels. */
const PLACEHOLDER_WIDTH = 16;

/**
 * Describes a variant without its `format`.
 *
 * @param ask for the pictures that it is described by
 */
export async function describe(
  variant: Variant,
  picture: Picture,
  ask: (variant: Variant) => Promise<Response>,
): Promise<Description> {
  const { format, ...drawn } = variant;
  const originalSize = await countBytes(picture.body);
  const result = await readPicture(await askForBody(drawn, ask));
  const { type, width, height } = result;
  const resultBytes = await countBytes(result.body);
  const tiny = new Response(await askForBody(placeholderVariant(drawn, width, height), ask));
  const png = await tiny.bytes();
  return {
    width,
    height,
    format: type,
    file_size: resultBytes,
    original: { width: picture.width, height: picture.height, format: picture.type, file_size: originalSize },
    color: dominantColour(decode(png)),
    placeholder: `data:image/png;base64,${toBase64(png)}`,
  };
}

/** A result is cut as the variant is; where it is not cut, all widths have one placeholder. */
function placeholderVariant(variant: Variant, width: number, height: number): Variant {
  const { width: _, height: isCut, fit, blur, border, quality, ...others } = variant;
  const isWhole = isCut === undefined || fit === undefined || fit === 'contain';
  const tiny: Variant = { ...others, format: 'png', width: PLACEHOLDER_WIDTH };
  if (isWhole) return tiny;
  return { ...tiny, fit, height: Math.max(1, Math.round((PLACEHOLDER_WIDTH * height) / width)) };
}

async function askForBody(
  variant: Variant,
  ask: (variant: Variant) => Promise<Response>,
): Promise<ReadableStream<Uint8Array>> {
  const response = await ask(variant);
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
