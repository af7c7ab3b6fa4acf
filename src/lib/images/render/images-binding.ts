import { Problem } from '../../http/problem.ts';
import type { ProblemCode } from '../../http/problem-codes.ts';
import type { Picture } from '../source/read-image.ts';
import { ENTRIES, type Instruction } from '../url/options.ts';
import type { Variant } from '../variant/variant.ts';

const OUTPUT_FORMATS = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  // The binding has one JPEG, and no word for whether it is progressive.
  'baseline-jpeg': 'image/jpeg',
  png: 'image/png',
} as const;

/**
 * Renders a variant of a picture through the Images binding: one call, which is billed.
 *
 * @throws Problem 415, 413, 422 or 503 by the binding's error code
 * (https://developers.cloudflare.com/images/transform-images/troubleshooting/)
 */
export async function render(
  picture: Picture,
  variant: Variant,
  images: ImagesBinding,
): Promise<ReadableStream<Uint8Array>> {
  const { transform, output } = instructionsFor(variant, picture);
  try {
    const result = await images.input(picture.body).transform(transform).output(output);
    return result.image();
  } catch (cause) {
    const { code, detail } = BINDING_ERRORS[codeOf(cause)] ?? UNDECODABLE;
    throw new Problem(code, detail, { cause });
  }
}

/** What the binding is told: in one `transform`, whose steps it orders as the URL grammar does. */
export function instructionsFor(
  variant: Variant,
  picture: Pick<Picture, 'type'>,
): { transform: ImageTransform; output: ImageOutputOptions } {
  const given = Object.entries(variant).map(([name, value]): Instruction => {
    return (value !== undefined && ENTRIES.get(name)?.instruct?.(value)) || {};
  });
  const trims = given.flatMap(({ transform }) =>
    typeof transform?.trim === 'object' ? [transform.trim] : [],
  );
  const transform: ImageTransform = Object.assign({}, ...given.map((instruction) => instruction.transform));
  if (trims.length > 0) transform.trim = Object.assign({}, ...trims);
  const format = outputFormat(variant, picture);
  const output: ImageOutputOptions = Object.assign(
    { format },
    ...given.map((instruction) => instruction.output),
  );
  if (format === 'image/jpeg') {
    // JPEG has no transparency; what is behind it would be black.
    transform.background ??= WHITE;
    output.background ??= WHITE;
  }
  return { transform, output };
}

function outputFormat({ format }: Variant, picture: Pick<Picture, 'type'>): ImageOutputOptions['format'] {
  return format === undefined || format === 'auto' || format === 'json'
    ? picture.type
    : OUTPUT_FORMATS[format];
}

const WHITE = '#ffffff';

interface PublicError {
  code: ProblemCode;
  detail: string;
}

// The binding's own messages can hold paths and stacks of its decoder: only these are shown.
const UNDECODABLE: PublicError = { code: 'undecodable-image', detail: 'The source cannot be decoded.' };
const UNSUPPORTED: PublicError = {
  code: 'unsupported-image',
  detail: 'This source format cannot be re-encoded as itself; try format=webp, jpeg or png.',
};
const TOO_LARGE: PublicError = { code: 'source-too-large', detail: 'The source has too many pixels.' };
const BUSY: PublicError = { code: 'images-busy', detail: 'The image cannot be rendered right now.' };
const BINDING_ERRORS: Readonly<Record<number, PublicError>> = {
  9412: UNSUPPORTED,
  9420: UNSUPPORTED,
  9520: UNSUPPORTED,
  9413: TOO_LARGE,
  9422: BUSY,
  9423: BUSY,
  9504: BUSY,
  9522: BUSY,
  9527: BUSY,
  9528: BUSY,
  9529: BUSY,
};

function codeOf(error: unknown): number {
  return error instanceof Error && 'code' in error ? Number(error.code) : 0;
}
