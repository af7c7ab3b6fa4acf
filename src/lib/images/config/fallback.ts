import { z } from 'astro/zod';
import { settings, wholeNumber } from '../../definition/setting-schemas.ts';
import { NULL_BODY_STATUSES } from '../../http/response/null-body-status.ts';

/** A file of `public/` or a URL of `sources`, shown instead of an image that fails. */
interface FallbackImage {
  source: string;
  /** The status of the response. */
  status?: number;
}

/** Statuses of an image whose source fails. */
const FAILURES = ['403', '404', '410', '413', '415', '422', '502', '503', '504'] as const;

/** The images by the status of the failure. `default` applies to every other status of `FAILURES`. */
type FallbackByStatus = { [status in (typeof FAILURES)[number] | 'default']?: FallbackImage };

/** A fallback as the owner may write it. A path or URL alone keeps the status of the failure. */
export type FallbackDefinition =
  | FallbackImage
  | { readonly [status in keyof FallbackByStatus]?: FallbackImage | string };

/** One image for every failure, or one per status. */
export type Fallback = Required<FallbackImage> | FallbackByStatus;

const DEFAULT_STATUS = 404;

const SOURCE = z.string('must be text');
const STATUS = wholeNumber(200, 599).refine(
  (status) => !NULL_BODY_STATUSES.includes(status),
  'must be a status whose response has a body',
);

const FOR_ALL = settings({ source: SOURCE, status: STATUS.default(DEFAULT_STATUS) });

const FOR_ONE = z
  .preprocess(
    (image) => (typeof image === 'string' ? { source: image } : image),
    settings({ source: SOURCE, status: STATUS.exactOptional() }),
  )
  .exactOptional();
const BY_STATUS = settings({
  '403': FOR_ONE,
  '404': FOR_ONE,
  '410': FOR_ONE,
  '413': FOR_ONE,
  '415': FOR_ONE,
  '422': FOR_ONE,
  '502': FOR_ONE,
  '503': FOR_ONE,
  '504': FOR_ONE,
  default: FOR_ONE,
} satisfies Record<keyof FallbackByStatus, unknown>);

/** A union would report the mistakes of both forms. */
export const FALLBACK: z.ZodType<Fallback> = z.unknown().transform((written, context): Fallback => {
  const { success, data, error } = (isByStatus(written) ? BY_STATUS : FOR_ALL).safeParse(written);
  if (success) return data;
  for (const { message, path } of error.issues)
    context.addIssue({ code: 'custom', message, path: [...path] });
  return z.NEVER;
});

/** The image to show for a failure, and its status; `null` for none. */
export function fallbackFor(failure: number, fallback: Fallback | undefined): Required<FallbackImage> | null {
  if (fallback === undefined) return null;
  if (isForAll(fallback)) return fallback;
  const key = FAILURES.find((status) => Number(status) === failure);
  const image = key && (fallback[key] ?? fallback.default);
  return image ? { status: failure, ...image } : null;
}

/** Every image with the name of its setting. */
export function fallbackImages(fallback: Fallback | undefined): [setting: string, image: FallbackImage][] {
  if (fallback === undefined) return [];
  if (isForAll(fallback)) return [['fallback', fallback]];
  return Object.entries(fallback).map(([status, image]) => [`fallback.${status}`, image]);
}

function isForAll(fallback: Fallback): fallback is Required<FallbackImage> {
  return 'source' in fallback;
}

function isByStatus(written: unknown): boolean {
  if (typeof written !== 'object' || written === null) return false;
  return Object.keys(written).some((key) => /^\d+$/.test(key) || key === 'default');
}
