/**
 * The slowest client that is waited for, in bytes per millisecond. A body that is passed through moves at the speed of
 * the client.
 */
const SLOWEST_RATE = 128;

/**
 * The length of a body in bytes, if the source announces it and the runtime does not decode the body: a decoded body has
 * another length.
 */
export function announcedLength(headers: Headers): number | undefined {
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return Number.isInteger(length) && !headers.has('content-encoding') ? length : undefined;
}

/**
 * Streams `head` and the rest of `source` natively, bypassing JavaScript. The stream errors where the source does.
 *
 * @param length bytes of head and rest together
 * @param timeout milliseconds for the upstream, beside those for the client
 */
export function passThrough(
  head: Uint8Array,
  source: ReadableStream<Uint8Array>,
  length: number,
  timeout: number,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(length);
  const signal = AbortSignal.timeout(timeout + Math.ceil(length / SLOWEST_RATE));
  const pipe = async () => {
    const writer = writable.getWriter();
    await writer.write(head);
    writer.releaseLock();
    await source.pipeTo(writable, { signal });
  };
  pipe().catch((reason: unknown) => writable.abort(reason).catch(() => undefined));
  return readable;
}
