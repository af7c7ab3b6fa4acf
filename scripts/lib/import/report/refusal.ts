import type { Violation } from '../../../../src/lib/documents/body/violations.ts';

/** What is not stored, and why. */
export interface Refusal {
  /** The place in the file, down to the field: `db.json#/posts/3/title`, or `posts.csv:12 /title`. */
  place: string;
  reason: string;
}

/**
 * The refusal of a document with these violations, whose pointers begin within the document.
 *
 * @param place of the document
 */
export function refusalOf(place: string, violations: readonly Violation[]): Refusal {
  const [first = { pointer: '', message: 'The document is not valid' }, ...others] = violations;
  const more = others.map(({ pointer, message }) => `; ${pointer}: ${message}`).join('');
  const separator = first.pointer === '' || place.includes('#') ? '' : ' ';
  return { place: place + separator + first.pointer, reason: first.message + more };
}
