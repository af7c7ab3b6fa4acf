import { latin1 } from '../../../http/bytes.ts';
import { type ByteScanner, malformed, type Walk } from './byte-scanner.ts';
import { APPLICATION, colourTableBytes, EXTENSION, GRAPHIC_CONTROL, IMAGE, TRAILER } from './gif-format.ts';

/** The longest data of each application extension that stays, in bytes per sub-block. */
const KEPT_APPLICATIONS = new Map<string, number>([
  // The number of loops: https://www.vurdalakov.net/misc/gif/netscape-looping-application-extension
  ['NETSCAPE2.0', 5],
  ['ANIMEXTS1.0', 5],
  // ICC.1:2022, annex B.5: https://www.color.org/specification/ICC.1-2022-05.pdf
  ['ICCRGBG1012', 255],
]);

/**
 * Walks a GIF by its blocks. Blanks comments, plain text, unknown extensions, and what follows the trailer.
 */
export function* cleanGif(scanner: ByteScanner): Walk {
  const header = yield* scanner.read(13);
  if (!/^GIF8[79]a/.test(latin1(header))) throw malformed('A GIF must begin with GIF87a or GIF89a.');
  scanner.emit(header);
  yield* scanner.pass(colourTableBytes(header[10]));

  for (let hasImage = false; ; ) {
    const introducer = yield* scanner.read(1);
    switch (introducer[0]) {
      case IMAGE:
        scanner.emit(introducer);
        yield* passImage(scanner);
        hasImage = true;
        break;
      case EXTENSION:
        scanner.emit(introducer);
        yield* cleanExtension(scanner);
        break;
      case TRAILER:
        scanner.emit(introducer);
        return;
      case 0:
        // Some encoders write more terminators than sub-blocks need.
        scanner.emit(introducer);
        break;
      default:
        // Browsers end the animation here.
        if (!hasImage) throw malformed('A GIF block must be an image, an extension or the trailer.');
        scanner.wipe(introducer);
        return;
    }
  }
}

function* passImage(scanner: ByteScanner): Walk {
  const descriptor = yield* scanner.read(9);
  scanner.emit(descriptor);
  // The colour table and the minimum size of LZW codes.
  yield* scanner.pass(colourTableBytes(descriptor[8]) + 1);
  for (let size = -1; size !== 0; ) {
    yield* scanner.passUntil(findLastSubBlock);
    const sizeByte = yield* scanner.read(1);
    size = sizeByte[0] ?? 0;
    scanner.emit(sizeByte);
    yield* scanner.pass(size);
  }
}

/** Returns the index of the terminator, or of the last sub-block that begins in `bytes`. */
function findLastSubBlock(bytes: Uint8Array, from: number): number {
  let index = from;
  for (let size = bytes[index]; size && index + 1 + size < bytes.length; size = bytes[index])
    index += 1 + size;
  return index;
}

/** The first sub-block keeps its length, because decoders may require it. */
function* cleanExtension(scanner: ByteScanner): Walk {
  const head = yield* scanner.read(2);
  scanner.emit(head);
  const [label, size = 0] = head;
  if (size === 0) return;
  const first = yield* scanner.read(size);
  const keptBytes = label === APPLICATION ? KEPT_APPLICATIONS.get(latin1(first)) : undefined;
  if (keptBytes !== undefined || (label === GRAPHIC_CONTROL && size === 4)) scanner.emit(first);
  else scanner.wipe(first);
  yield* cleanSubBlocks(scanner, keptBytes ?? 0);
}

/** Keeps sub-blocks of at most `keptBytes`. */
function* cleanSubBlocks(scanner: ByteScanner, keptBytes: number): Walk {
  for (;;) {
    const sizeByte = yield* scanner.read(1);
    const size = sizeByte[0] ?? 0;
    if (size === 0) return scanner.emit(sizeByte);
    const data = yield* scanner.read(size);
    const filler = size > keptBytes ? fillerSubBlocks(1 + size) : Uint8Array.of(size, ...data);
    scanner.replace(sizeByte, filler.subarray(0, 1));
    scanner.replace(data, filler.subarray(1));
  }
}

/**
 * Returns sub-blocks of one or two zeros. A GIF contains XMP as plain text, whose letters serve as the sizes of
 * sub-blocks, so the sizes are blanked too: XMP specification part 3, section 1.1.2
 * (https://github.com/adobe/XMP-Toolkit-SDK/blob/main/docs/XMPSpecificationPart3.pdf).
 */
function fillerSubBlocks(length: number): Uint8Array {
  const filler = new Uint8Array(length);
  const isOdd = length % 2 === 1;
  for (let i = isOdd ? 3 : 0; i < length; i += 2) filler[i] = 1;
  if (isOdd) filler[0] = 2;
  return filler;
}
