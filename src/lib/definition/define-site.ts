import { z } from 'astro/zod';
import type { AllowedOrigins } from '../http/response/cors.ts';
import { mistakesIn, settings } from './setting-schemas.ts';

/** The owner's settings for the whole site, in `src/site.ts`. Every setting has a default. */
export interface SiteDefinition {
  /**
   * The origin of the deployed site, such as `https://perigee.example`. Pages then have a canonical URL and a preview
   * image for shared links; both must be absolute URLs.
   */
  url?: string;
  cors?: {
    /**
     * The origins whose scripts may read responses, such as `['https://app.example']`. The default `'*'` allows all.
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

/** The error of a union would not name the wrong origin of a list. */
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

/** Describes why text is not an origin as browsers send it (one form only: https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin). */
function originMistake(text: string): string | null {
  if (text === '*') return '"*" is not allowed in a list; write origins: "*"';
  if (text.includes('*')) return `"${text}" has a *; list each origin`;
  if (text === 'null') return '"null" is the origin of every sandboxed page; it is not allowed';
  const url = URL.parse(text);
  if (url === null || url.host === '') return `"${text}" is not an origin, such as "https://app.example"`;
  const origin = `${url.protocol}//${url.host}`;
  return text === origin ? null : `"${text}" must be written "${origin}", as browsers send it`;
}
