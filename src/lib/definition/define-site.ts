import { z } from 'astro/zod';
import type { AllowedOrigins } from '../http/response/cors.ts';
import { mistakesIn, settings } from './settings.ts';

/** What the owner decides about the whole site, in `src/site.ts`. Every setting has a default. */
export interface SiteDefinition {
  /**
   * The origin of the deployed site, such as `https://perigee.example`. A link to a page then shows a picture where it is
   * shared, and each page names its canonical URL; both need an absolute address.
   */
  url?: string;
  cors?: {
    /**
     * The origins whose scripts may read responses, such as `['https://app.example']`; `'*'`, the default, is all of them.
     * An empty list allows only the pages of this site.
     */
    origins?: AllowedOrigins;
  };
}

/** A checked and completed definition. */
export interface Site {
  url?: string | undefined;
  cors: { origins: AllowedOrigins };
}

const ORIGIN = z.string('must be text').superRefine((origin, context) => {
  const mistake = originMistake(origin);
  if (mistake !== null) context.addIssue(mistake);
});

const LISTED = z
  .array(ORIGIN, 'must be "*" or a list of origins in [ ]')
  .refine((origins) => new Set(origins).size === origins.length, 'must not list an origin twice');

/** A union would not tell which origin of a list is wrong. */
const ORIGINS = z.custom<AllowedOrigins>().superRefine((origins, context) => {
  const issues = origins === '*' ? [] : (LISTED.safeParse(origins).error?.issues ?? []);
  for (const { path, message } of issues) context.addIssue({ code: 'custom', path: [...path], message });
});

const SITE_DEFINITION: z.ZodType<Site> = settings({
  url: ORIGIN.refine((url) => /^https?:/.test(url), 'must begin with https:// or http://').optional(),
  cors: settings({ origins: ORIGINS.default('*') }).default({ origins: '*' }),
});

/**
 * Checks the owner's definition and completes it with defaults.
 *
 * @throws Error with one line per mistake, each naming its setting. It stops the build.
 */
export function defineSite(definition: SiteDefinition): Site {
  const { success, data, error } = SITE_DEFINITION.safeParse(definition);
  if (!success) throw new Error(mistakesIn('src/site.ts', error).join('\n'));
  return data;
}

/** A browser sends an origin in one spelling only (https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin). */
function originMistake(text: string): string | null {
  if (text === '*') return '"*" is not one of a list; write origins: "*"';
  if (text.includes('*')) return `"${text}" has a *; list each origin`;
  if (text === 'null') return '"null" is the origin of every sandboxed page; it cannot be allowed alone';
  const url = URL.parse(text);
  if (url === null || url.host === '') return `"${text}" is not an origin, such as "https://app.example"`;
  const origin = `${url.protocol}//${url.host}`;
  return text === origin ? null : `"${text}" must be written "${origin}", as browsers send it`;
}
