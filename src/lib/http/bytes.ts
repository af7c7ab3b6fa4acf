/** Joins chunks of a body into one array. */
export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

const encoder = new TextEncoder();

const NOT_ASCII = /[^\p{ASCII}]/u;

/** Returns the number of bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  return NOT_ASCII.test(text) ? encoder.encode(text).byteLength : text.length;
}

/** Encodes text as UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Encodes text as UTF-8, and returns it as text with one character per byte. */
export function utf8AsLatin1(text: string): string {
  return NOT_ASCII.test(text) ? latin1(encoder.encode(text)) : text;
}

/** The most arguments of one call. An engine throws a RangeError when they exceed its stack. */
const MAX_ARGUMENTS = 8192;

/** Returns bytes as text, one character per byte. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= MAX_ARGUMENTS) return String.fromCharCode(...bytes);
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += MAX_ARGUMENTS)
    parts.push(String.fromCharCode(...bytes.subarray(start, start + MAX_ARGUMENTS)));
  return parts.join('');
}
