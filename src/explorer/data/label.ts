import type { JsonObject } from './json.ts';

/** Fields that name a document in most collections. */
const NAMES: readonly string[] = ['name', 'title', 'label', 'subject', 'email', 'slug', 'code'];

/** A short name of a document: its name or title, or its first text. */
export function labelOf(document: JsonObject): string {
  const named = NAMES.map((name) => document[name]).find(isText);
  const [first] = Object.entries(document)
    .filter(([name, value]) => name !== 'id' && isText(value))
    .map(([, value]) => String(value));
  return String(named ?? first ?? document['id'] ?? '');
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
