import { Problem } from '../../http/problem.ts';
import type { ProblemCode } from '../../http/problem-codes.ts';
import { BINDING_FAILURES, type BindingFailure, OUTPUT_TYPES } from '../limits.ts';
import type { Picture } from '../source/read-image.ts';
import { ENTRIES, type Instruction } from '../url/options.ts';
import type { Variant } from '../variant/variant.ts';

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
    const { code, detail } = publicError(cause);
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
  return format === undefined || format === 'auto' || format === 'json' ? picture.type : OUTPUT_TYPES[format];
}

const WHITE = '#ffffff';

interface PublicError {
  code: ProblemCode;
  detail: string;
}

// The binding's own messages can hold paths and stacks of its decoder, so clients see only these.
const UNDECODABLE: PublicError = { code: 'undecodable-image', detail: 'The source cannot be decoded.' };
const PUBLIC_ERRORS: Readonly<Record<BindingFailure, PublicError>> = {
  unsupported: {
    code: 'unsupported-image',
    detail: 'This source format cannot be re-encoded as itself; try format=webp, jpeg or png.',
  },
  'too-large': { code: 'source-too-large', detail: 'The source has too many pixels.' },
  busy: { code: 'images-busy', detail: 'The image cannot be rendered right now.' },
};

function publicError(error: unknown): PublicError {
  const code = error instanceof Error && 'code' in error ? Number(error.code) : 0;
  const failure = BINDING_FAILURES.get(code);
  return failure === undefined ? UNDECODABLE : PUBLIC_ERRORS[failure];
}
