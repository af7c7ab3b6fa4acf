import { splitOptions } from '../../lib/images/options/option-grammar.ts';
import { FIRST_SAMPLE } from './samples.ts';

/** What the form asks for: a source, and options by name as they are typed. */
export interface Wish {
  source: string;
  options: Readonly<Record<string, string>>;
}

const PAGE = '/pictures';

export const FIRST_WISH: Wish = { source: FIRST_SAMPLE, options: { width: '400', format: 'webp' } };

/** The options as text of an image URL; `_` for none. */
export function optionsText({ options }: Wish): string {
  const parts = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return parts.join(',') || '_';
}

/** The URL of the page with this wish, for the address bar. */
export function pageUrl(wish: Wish): string {
  return `${PAGE}?${new URLSearchParams({ source: wish.source, options: optionsText(wish) })}`;
}

/** The wish in the query of the page's URL. What does not parse is left out. */
export function wishOfQuery(query: URLSearchParams): Wish {
  if (!query.has('source') && !query.has('options')) return FIRST_WISH;
  return { source: query.get('source') ?? FIRST_SAMPLE, options: optionsOf(query.get('options') ?? '_') };
}

function optionsOf(text: string): Record<string, string> {
  try {
    return Object.fromEntries(splitOptions(text).flatMap(({ settings }) => settings));
  } catch {
    return {};
  }
}
