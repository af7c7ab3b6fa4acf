import { MIN_SECRET_LENGTH } from '../auth/secret.ts';
import { isLoopback } from '../http/request/loopback.ts';

/** Variables and secrets as they are set. Wrangler accepts any JSON as a variable. */
export type Variables = Readonly<Partial<Record<VariableName, unknown>>>;

type VariableName =
  | 'ADMIN_TOKEN'
  | 'IMAGE_SIGNING_KEY'
  | 'IMAGE_SOURCE'
  | 'IMAGE_DEV_ORIGINS'
  | 'EDGE_CACHE'
  | 'RATE_LIMITS';

/** The parsed variables. A value that is not allowed has no effect. */
export interface Settings {
  adminToken: string | undefined;
  signingKey: string | undefined;
  /** The source of `/image.jpg`. */
  pinned: URL | null;
  /** Additional image origins, on loopback hosts only. */
  devOrigins: readonly string[];
  hasLocalCache: boolean;
  hasRateLimits: boolean;
}

/** A part of the environment that has no effect, and why. Never contains the value, which may be a secret. */
export interface Mistake {
  variable: string;
  reason: string;
}

/** One parsed variable. With a mistake, `value` is the default, or the part of the value that is allowed. */
interface Reading<Value> {
  value: Value;
  mistake?: string;
}

/**
 * Reads the variables of the environment.
 *
 * @param isProduction whether the Worker is deployed: values for development then have no effect
 */
export function readVariables(
  given: Variables,
  isProduction: boolean,
): { settings: Settings; mistakes: Mistake[] } {
  const readings = {
    ADMIN_TOKEN: readSecret(given.ADMIN_TOKEN),
    IMAGE_SIGNING_KEY: readSecret(given.IMAGE_SIGNING_KEY),
    IMAGE_SOURCE: readPinned(given.IMAGE_SOURCE, isProduction),
    IMAGE_DEV_ORIGINS: readOrigins(given.IMAGE_DEV_ORIGINS, isProduction),
    EDGE_CACHE: readSwitch(given.EDGE_CACHE, isProduction),
    RATE_LIMITS: readSwitch(given.RATE_LIMITS, isProduction),
  } satisfies Record<VariableName, Reading<unknown>>;
  return {
    settings: {
      adminToken: readings.ADMIN_TOKEN.value,
      signingKey: readings.IMAGE_SIGNING_KEY.value,
      pinned: readings.IMAGE_SOURCE.value,
      devOrigins: readings.IMAGE_DEV_ORIGINS.value,
      hasLocalCache: readings.EDGE_CACHE.value,
      hasRateLimits: readings.RATE_LIMITS.value,
    },
    mistakes: Object.entries<Reading<unknown>>(readings).flatMap(([variable, { mistake }]) =>
      mistake === undefined ? [] : [{ variable, reason: mistake }],
    ),
  };
}

function readSecret(given: unknown): Reading<string | undefined> {
  if (given === undefined) return { value: undefined };
  const text = typeof given === 'string' ? given : '';
  const mistake =
    text.trim() === ''
      ? 'is empty'
      : text.length < MIN_SECRET_LENGTH
        ? `has fewer than ${MIN_SECRET_LENGTH} characters`
        : undefined;
  return mistake === undefined ? { value: text } : { value: undefined, mistake: `${mistake}; it is ignored` };
}

function readPinned(given: unknown, isProduction: boolean): Reading<URL | null> {
  if (given === undefined || given === '') return { value: null };
  const url = typeof given === 'string' ? URL.parse(given) : null;
  if (url === null) return { value: null, mistake: 'is not a URL' };
  return isProduction && isLoopback(url)
    ? { value: null, mistake: 'is a loopback URL, which is for development only; it is ignored' }
    : { value: url };
}

/** Reads origins that are separated by commas or spaces. */
function readOrigins(given: unknown, isProduction: boolean): Reading<readonly string[]> {
  const origins = String(given ?? '')
    .split(/[\s,]+/)
    .filter((origin) => origin !== '');
  if (isProduction && origins.length > 0) {
    return { value: [], mistake: 'is for development only; it is ignored' };
  }
  const [local, others] = [origins.filter(isLoopbackOrigin), origins.filter((one) => !isLoopbackOrigin(one))];
  return others.length === 0
    ? { value: local }
    : {
        value: local,
        mistake: 'has an origin that is not a loopback origin; it is ignored; list it in src/images.ts',
      };
}

function isLoopbackOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && isLoopback(url);
}

/** Reads `on` or `off`; always `on` in production. */
function readSwitch(given: unknown, isProduction: boolean): Reading<boolean> {
  if (given === undefined || given === 'on') return { value: true };
  if (given !== 'off') return { value: true, mistake: 'must be "on" or "off"; it is ignored' };
  return isProduction
    ? { value: true, mistake: 'is "off", which is for development only; it is ignored' }
    : { value: false };
}
