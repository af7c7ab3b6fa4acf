import { Problem } from '../../http/problem/problem.ts';
import type { ProblemCode } from '../../http/problem/problem-codes.ts';
import { BINDING_FAILURES, type BindingFailure, JPEG_BACKGROUND, OUTPUT_TYPES } from '../binding-facts.ts';
import type { SourceImage } from '../file/read-image.ts';
import { type Instruction, OPTION_BY_NAME } from '../options/options.ts';
import type { Variant } from '../variant/variant.ts';

/**
 * Transforms and encodes an image with one call of the Images binding, which is billed.
 *
 * @throws Problem 415, 413, 422 or 503, by the error code of the binding; 502 when it fails without one
 */
export async function encodeImage(
  image: SourceImage,
  variant: Variant,
  images: ImagesBinding,
): Promise<ReadableStream<Uint8Array>> {
  const { transform, output } = instructionsFor(variant, image);
  try {
    const result = await images.input(image.body).transform(transform).output(output);
    return result.image();
  } catch (cause) {
    const { code, detail } = publicError(cause);
    throw new Problem(code, detail, { cause });
  }
}

/** The arguments for the binding. One `transform` suffices: the binding orders its steps as the URL grammar does. */
export function instructionsFor(
  variant: Variant,
  image: Pick<SourceImage, 'type'>,
): { transform: ImageTransform; output: ImageOutputOptions } {
  const instructions = Object.entries(variant).map(([name, value]): Instruction => {
    return (value !== undefined && OPTION_BY_NAME.get(name)?.instruct?.(value)) || {};
  });
  const trims = instructions.flatMap(({ transform }) =>
    typeof transform?.trim === 'object' ? [transform.trim] : [],
  );
  const transform: ImageTransform = Object.assign({}, ...instructions.map((one) => one.transform));
  if (trims.length > 0) transform.trim = Object.assign({}, ...trims);
  const format = outputType(variant, image);
  const output: ImageOutputOptions = Object.assign({ format }, ...instructions.map((one) => one.output));
  if (format === 'image/jpeg') {
    transform.background ??= JPEG_BACKGROUND;
    output.background ??= JPEG_BACKGROUND;
  }
  return { transform, output };
}

function outputType({ format }: Variant, { type }: Pick<SourceImage, 'type'>): ImageOutputOptions['format'] {
  if (format !== undefined && format !== 'auto' && format !== 'json') return OUTPUT_TYPES[format];
  // The binding decodes HEIC and does not write it. `simplifyVariant` names another format.
  return type === 'image/heic' ? OUTPUT_TYPES.jpeg : type;
}

interface PublicError {
  code: ProblemCode;
  detail: string;
}

// The binding's own messages can contain paths and stacks of its decoder, so clients see only these.
const UNDECODABLE: PublicError = { code: 'undecodable-image', detail: 'The source cannot be decoded.' };
const PUBLIC_ERRORS: Readonly<Record<BindingFailure, PublicError>> = {
  unsupported: {
    code: 'unsupported-image',
    detail: 'This source format cannot be re-encoded as itself; try format=webp, jpeg or png.',
  },
  'too-large': { code: 'source-too-large', detail: 'The source has too many pixels.' },
  busy: { code: 'images-busy', detail: 'The image cannot be rendered right now.' },
};

// Every error of the binding itself has a code. Other errors come from the platform, such as a lost connection.
const FAILED: PublicError = { code: 'render-failed', detail: 'The image could not be rendered; try again.' };

function publicError(error: unknown): PublicError {
  if (!(error instanceof Error && 'code' in error)) return FAILED;
  const failure = BINDING_FAILURES.get(Number(error.code));
  return failure === undefined ? UNDECODABLE : PUBLIC_ERRORS[failure];
}
