import { createReadStream } from 'node:fs';
import type { SourceFile } from './source-file.ts';

/**
 * Reads the bytes of a UTF-8 file.
 *
 * @throws Error for another encoding, whose characters the readers would replace with U+FFFD
 */
export async function* readBytes(
  { path, name }: Pick<SourceFile, 'path' | 'name'>,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = (chunk?: Buffer) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new Error(`${name} is not UTF-8. Save it as UTF-8, and try again.`);
    }
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    check(chunk);
    onBytes(chunk.length);
    yield chunk;
  }
  check();
}
