import { isObject } from '../json.ts';

/** The value of `_where` as the form shows it: indented where it is JSON. */
export function shownWhere(value: string): string {
  const parsed = parse(value);
  return parsed === undefined ? value : JSON.stringify(parsed, null, 2);
}

/** The value of `_where` that a text of the form stands for, or why it is none. An empty text is no filter. */
export function readWhere(text: string): { value: string } | { refusal: string } {
  if (text.trim() === '') return { value: '' };
  const parsed = parse(text);
  if (!isObject(parsed)) return { refusal: '_where is not a JSON object; allowed: {"field": value}.' };
  return { value: JSON.stringify(parsed) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
