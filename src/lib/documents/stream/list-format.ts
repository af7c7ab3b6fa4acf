import Negotiator from 'negotiator';
import type { ReadParameter } from '../query/page/parse-window.ts';
import { parameterError } from '../query/parameter-error.ts';

/** The format of a list: one JSON array, or a stream. */
type Format = 'json' | StreamFormat;
export type StreamFormat = 'ndjson' | 'csv';

/** The `Content-Type` of a stream. CSV has a header row (RFC 4180 section 3). */
export const CONTENT_TYPES: Readonly<Record<StreamFormat, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
};

/**
 * Media types by preference. A client that accepts any type gets the first. Each has the parameters that `Accept` may
 * have: a media range with others does not match (RFC 9110 section 12.5.1).
 */
const OFFERED: Readonly<Record<string, Format>> = {
  'application/json;charset=utf-8': 'json',
  'application/x-ndjson;charset=utf-8': 'ndjson',
  'application/ndjson;charset=utf-8': 'ndjson',
  'text/csv;charset=utf-8;header=present': 'csv',
};

const MEDIA_TYPES = Object.keys(OFFERED);

/** The values of `_format`. */
export const FORMATS: Readonly<Record<string, Format>> = { json: 'json', ndjson: 'ndjson', csv: 'csv' };

/**
 * Parses `_format`.
 *
 * @returns `null` when it is not given
 * @throws Problem 400 for another value
 */
export function parseFormat(read: ReadParameter): Format | null {
  const text = read('_format');
  if (text === null) return null;
  const format = Object.hasOwn(FORMATS, text) ? FORMATS[text] : undefined;
  if (format === undefined) {
    throw parameterError('_format', text, `it must be ${Object.keys(FORMATS).join(', ')}`);
  }
  return format;
}

/** The format that an `Accept` header prefers (RFC 9110 section 12.5.1); JSON when it accepts none of them. */
export function negotiateFormat(accept: string | null): Format {
  if (accept === null || accept === '*/*') return 'json';
  const negotiator = new Negotiator({ headers: { accept } });
  return OFFERED[negotiator.mediaType(MEDIA_TYPES) ?? ''] ?? 'json';
}
