import { Problem } from '../http/problem.ts';
import type { Picture } from './picture.ts';

/**
 * Re-encodes a picture as a JPEG of the same size, transparent parts on white, through the Images binding.
 *
 * @throws Problem 415, 413, 422 or 503 by the binding's error code
 * (https://developers.cloudflare.com/images/transform-images/troubleshooting/)
 */
export async function renderJpeg(
  picture: Picture,
  images: ImagesBinding,
): Promise<ReadableStream<Uint8Array>> {
  try {
    const result = await images
      .input(picture.body)
      .transform({ background: '#ffffff' })
      .output({ format: 'image/jpeg', background: '#ffffff' });
    return result.image();
  } catch (cause) {
    const { status, detail } = BINDING_ERRORS[codeOf(cause)] ?? UNDECODABLE;
    throw new Problem(status, detail, { cause });
  }
}

interface PublicError {
  status: number;
  detail: string;
}

// The binding's own messages can hold paths and stacks of its decoder: only these are shown.
const UNDECODABLE: PublicError = { status: 422, detail: 'The source cannot be decoded.' };
const UNSUPPORTED: PublicError = { status: 415, detail: 'The source is of a type that cannot be rendered.' };
const TOO_LARGE: PublicError = { status: 413, detail: 'The source has too many pixels.' };
const BUSY: PublicError = { status: 503, detail: 'The picture cannot be rendered right now.' };
const BINDING_ERRORS: Readonly<Record<number, PublicError>> = {
  9412: UNSUPPORTED,
  9420: UNSUPPORTED,
  9520: UNSUPPORTED,
  9413: TOO_LARGE,
  9422: BUSY,
  9423: BUSY,
  9522: BUSY,
  9527: BUSY,
  9529: BUSY,
};

function codeOf(error: unknown): number {
  return error instanceof Error && 'code' in error ? Number(error.code) : 0;
}
