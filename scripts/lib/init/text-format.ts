import { z } from 'astro/zod';

/** A format that all texts of a field may have, from the narrowest to the widest. */
const FORMATS = [
  { source: 'z.iso.date()', schema: z.iso.date() },
  { source: 'z.iso.datetime()', schema: z.iso.datetime() },
  { source: 'z.iso.datetime({ offset: true })', schema: z.iso.datetime({ offset: true }) },
  { source: 'z.iso.datetime({ local: true })', schema: z.iso.datetime({ local: true }) },
  {
    source: 'z.iso.datetime({ local: true, offset: true })',
    schema: z.iso.datetime({ local: true, offset: true }),
  },
] as const;

export type TextFormat = (typeof FORMATS)[number];

export const ALL_FORMATS: readonly TextFormat[] = FORMATS;

/** Returns those of the formats that a text has. */
export function formatsOf(text: string, formats: readonly TextFormat[]): readonly TextFormat[] {
  if (formats.length === 0) return formats;
  // Most texts are not dates, and this check is cheaper than Zod.
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return [];
  return formats.filter(({ schema }) => schema.safeParse(text).success);
}
