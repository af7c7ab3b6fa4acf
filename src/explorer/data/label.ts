import type { JsonObject } from './json.ts';

/** Fields that name a document in most collections. */
const NAMES: readonly string[] = ['name', 'title', 'label', 'subject', 'email', 'slug', 'code'];

/** The field that names a document: its name or title, or its first text; `id` where it has none. */
export function labelField(document: JsonObject): string {
  const isNamed = (name: string) => isText(document[name]);
  const others = Object.keys(document).filter((name) => name !== 'id');
  return NAMES.find(isNamed) ?? others.find(isNamed) ?? 'id';
}

/** A short name of a document. */
export function labelOf(document: JsonObject): string {
  return String(document[labelField(document)] ?? '');
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}
