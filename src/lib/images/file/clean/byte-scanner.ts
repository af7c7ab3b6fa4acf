/** A walk through one file. It yields when it needs the next chunk, and it may end before the file does. */
export type Walk<Result = void> = Generator<undefined, Result, undefined>;

/** Returns the index of a byte of interest at or after `from`, or -1. */
type Find = (bytes: Uint8Array, from: number) => number;

/**
 * An image that cannot be cleaned in place.
 * `malformed`: its structure cannot be followed, so the bytes that come next are unknown.
 * `unprovable`: its metadata cannot be located before the bytes that may contain it have passed.
 */
export class UncleanableImageError extends Error {
  override readonly name = 'UncleanableImageError';
  readonly reason: 'malformed' | 'unprovable';

  constructor(reason: 'malformed' | 'unprovable', message: string) {
    super(message);
    this.reason = reason;
  }
}

export function malformed(message: string): UncleanableImageError {
  return new UncleanableImageError('malformed', message);
}

/** Maximum reads per file. They take less than 1 s. A photo needs about 10, a long animation about 10,000. */
const MAX_READS = 500_000;

/**
 * Moves bytes from input to output, in order and one for one: each byte is passed, blanked or replaced.
 * Passed bytes are views of the input. Bytes that have been read are pending until they are emitted.
 */
export class ByteScanner {
  /** Whether any output byte differs from its input byte. */
  hasChanged = false;
  /** Offset in the file of the next byte. */
  position = 0;
  #chunk: Uint8Array = new Uint8Array();
  #next = 0;
  #emitted = 0;
  #reads = 0;
  #output: Uint8Array[] = [];

  feed(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#next = 0;
  }

  takeOutput(): Uint8Array[] {
    const output = this.#output;
    this.#output = [];
    return output;
  }

  /** Emits a zero for each byte that has been read and not emitted. */
  blankPending(): void {
    const pending = this.position - this.#emitted;
    this.hasChanged ||= pending > 0;
    this.emit(new Uint8Array(pending));
  }

  /** Returns the next `length` bytes. The caller must emit, replace or wipe them. */
  *read(length: number): Walk<Uint8Array> {
    if (++this.#reads > MAX_READS) throw malformed(`An image must have at most ${MAX_READS} structures.`);
    if (this.#chunk.length - this.#next >= length) return this.#advance(length);
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      const part = yield* this.#take(length - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes;
  }

  /** Passes `length` bytes; `Infinity` passes the rest of the file. */
  *pass(length: number): Walk {
    for (let left = length; left > 0; ) {
      const part = yield* this.#take(left);
      this.emit(part);
      left -= part.length;
    }
  }

  /** Zeroes `length` bytes; `Infinity` zeroes the rest of the file. */
  *blank(length: number): Walk {
    for (let left = length; left > 0; ) {
      const part = yield* this.#take(left);
      this.wipe(part);
      left -= part.length;
    }
  }

  /** Passes the bytes before the one that `find` finds. */
  *passUntil(find: Find): Walk {
    for (let isFound = false; !isFound; ) {
      const [part, end] = yield* this.#takeUntil(find);
      this.emit(part);
      isFound = end;
    }
  }

  /** Zeroes the bytes before the one that `find` finds. */
  *blankUntil(find: Find): Walk {
    for (let isFound = false; !isFound; ) {
      const [part, end] = yield* this.#takeUntil(find);
      this.wipe(part);
      isFound = end;
    }
  }

  /** Appends to the output. Adjacent views of one buffer become one view. */
  emit(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#emitted += bytes.length;
    const last = this.#output.at(-1);
    if (last?.buffer === bytes.buffer && last.byteOffset + last.length === bytes.byteOffset) {
      const length = last.length + bytes.length;
      this.#output[this.#output.length - 1] = new Uint8Array(last.buffer, last.byteOffset, length);
    } else {
      this.#output.push(bytes);
    }
  }

  /** Emits `replacement`, which is as long as `original`. */
  replace(original: Uint8Array, replacement: Uint8Array): void {
    const isSame = isEqual(original, replacement);
    this.hasChanged ||= !isSame;
    this.emit(isSame ? original : replacement);
  }

  wipe(bytes: Uint8Array): void {
    this.replace(bytes, new Uint8Array(bytes.length));
  }

  *#take(atMost: number): Walk<Uint8Array> {
    while (this.#next === this.#chunk.length) yield;
    return this.#advance(Math.min(atMost, this.#chunk.length - this.#next));
  }

  *#takeUntil(find: Find): Walk<[part: Uint8Array, isFound: boolean]> {
    while (this.#next === this.#chunk.length) yield;
    const index = find(this.#chunk, this.#next);
    const end = index === -1 ? this.#chunk.length : index;
    return [this.#advance(end - this.#next), index !== -1];
  }

  #advance(length: number): Uint8Array {
    const bytes = this.#chunk.subarray(this.#next, this.#next + length);
    this.#next += length;
    this.position += length;
    return bytes;
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
