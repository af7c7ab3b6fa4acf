import { latin1 } from '../../../http/bytes.ts';
import { type Box, FieldReader, freeOtherBoxes, listBoxes, type Range } from './avif-boxes.ts';
import { UncleanableImageError } from './byte-scanner.ts';

/**
 * Boxes of a `moov` that stay, by their parent (ISO/IEC 14496-12, section 6.2.3). `udta` and `meta` do not. The
 * sample table `stbl` stays whole.
 */
const CHILDREN: Readonly<Record<string, ReadonlySet<string>>> = {
  moov: new Set(['mvhd', 'trak', 'mvex']),
  trak: new Set(['tkhd', 'tref', 'edts', 'mdia']),
  mdia: new Set(['mdhd', 'hdlr', 'minf']),
  minf: new Set(['vmhd', 'smhd', 'nmhd', 'hdlr', 'dinf', 'stbl']),
};

/** Handlers of tracks whose samples are images (section 8.4.3; `auxv` is the alpha channel). */
const IMAGE_HANDLERS = new Set(['pict', 'vide', 'auxv']);

/**
 * Cleans the payload of a `moov` box in place.
 *
 * @returns where the samples of images lie in the file
 */
export function cleanMovie(movie: Uint8Array): Range[] {
  const boxes = cleanChildren(movie, { type: 'moov', start: 0, payload: 0, end: movie.length });
  return boxes.filter((box) => box.type === 'trak').flatMap((track) => cleanTrack(movie, track));
}

function cleanTrack(movie: Uint8Array, track: Box): Range[] {
  const media = cleanChildren(movie, track)
    .filter((box) => box.type === 'mdia')
    .flatMap((box) => cleanChildren(movie, box));
  const tables = media
    .filter((box) => box.type === 'minf')
    .flatMap((box) => cleanChildren(movie, box))
    .filter((box) => box.type === 'stbl');
  const isImageTrack = media.some((box) => isImageHandler(movie, box));
  return isImageTrack ? tables.flatMap((table) => readSampleTable(movie, table)) : [];
}

function cleanChildren(movie: Uint8Array, parent: Box): Box[] {
  return freeOtherBoxes(movie, parent.payload, parent.end, CHILDREN[parent.type] ?? new Set());
}

function isImageHandler(movie: Uint8Array, box: Box): boolean {
  return box.type === 'hdlr' && IMAGE_HANDLERS.has(latin1(movie.subarray(box.payload + 8, box.payload + 12)));
}

/** Returns one range per chunk of samples (sections 8.7.3 to 8.7.5). */
function readSampleTable(movie: Uint8Array, table: Box): Range[] {
  const boxes = listBoxes(movie, table.payload, table.end);
  const find = (type: string) => boxes.find((box) => box.type === type);
  const offsets = find('stco') ?? find('co64');
  const runs = find('stsc');
  const sizes = find('stsz');
  if (offsets === undefined || runs === undefined || sizes === undefined)
    throw new UncleanableImageError(
      'unprovable',
      'An image track must have "stco" or "co64", "stsc" and "stsz".',
    );

  const samplesPerChunk = chunkLengths(movie, runs);
  const nextSize = sampleSizes(movie, sizes);
  const fields = new FieldReader(movie, offsets);
  fields.integer(4);
  const ranges: Range[] = [];
  for (let chunks = fields.integer(4); chunks > 0; chunks--) {
    const start = fields.integer(offsets.type === 'stco' ? 4 : 8);
    const end = start + nextSize(samplesPerChunk(ranges.length + 1));
    ranges.push({ start, end });
  }
  return ranges;
}

/** Returns a function that is called for each chunk from 1 on, and returns its number of samples. */
function chunkLengths(movie: Uint8Array, box: Box): (chunk: number) => number {
  const fields = new FieldReader(movie, box);
  fields.integer(4);
  let runsLeft = fields.integer(4);
  let samples = 0;
  let nextRun = runsLeft > 0 ? fields.integer(4) : Number.POSITIVE_INFINITY;
  return (chunk) => {
    while (chunk >= nextRun) {
      samples = fields.integer(4);
      fields.integer(4);
      nextRun = --runsLeft > 0 ? fields.integer(4) : Number.POSITIVE_INFINITY;
    }
    return samples;
  };
}

/** Returns the bytes that the next samples take together. */
function sampleSizes(movie: Uint8Array, box: Box): (samples: number) => number {
  const fields = new FieldReader(movie, box);
  fields.integer(4);
  const constant = fields.integer(4);
  fields.integer(4);
  return (samples) => {
    if (constant !== 0) return constant * samples;
    let total = 0;
    for (let i = 0; i < samples; i++) total += fields.integer(4);
    return total;
  };
}
