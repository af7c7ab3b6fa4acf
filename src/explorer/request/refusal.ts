import type { Draft } from './draft.ts';
import { ownPath } from './own-path.ts';

/** Why a draft cannot be sent, and the part of it that is wrong. */
export interface Refusal {
  part: 'method' | 'path' | 'headers' | 'body';
  message: string;
}

/** RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Methods that no script may send (https://fetch.spec.whatwg.org/#forbidden-method). */
const FORBIDDEN_METHODS: readonly string[] = ['CONNECT', 'TRACE', 'TRACK'];

/** Methods with which `fetch()` sends no body (https://fetch.spec.whatwg.org/#dom-request). */
const BODILESS_METHODS: readonly string[] = ['GET', 'HEAD'];

export function hasBody(method: string): boolean {
  return !BODILESS_METHODS.includes(method);
}

/** Why a browser cannot send the draft, or `null` when it can. */
export function refusalOf({ method, path, headers = {}, body }: Draft, origin: string): Refusal | null {
  if (!TOKEN.test(method)) {
    return {
      part: 'method',
      message: `${JSON.stringify(method)} is not a method; allowed: letters, digits and !#$%&'*+.^_\`|~-`,
    };
  }
  if (FORBIDDEN_METHODS.includes(method.toUpperCase())) {
    return {
      part: 'method',
      message: `A browser does not send ${method}; allowed: every method but ${FORBIDDEN_METHODS.join(', ')}. curl sends it.`,
    };
  }
  const own = ownPath(path, origin);
  if ('refusal' in own) return { part: 'path', message: own.refusal };
  for (const [name, value] of Object.entries(headers)) {
    const message = refusalOfHeader(name, value);
    if (message !== null) return { part: 'headers', message };
  }
  if (body !== undefined && !hasBody(method)) {
    return { part: 'body', message: `A ${method} has no body; choose another method, or empty the body.` };
  }
  return null;
}

function refusalOfHeader(name: string, value: string): string | null {
  if (!TOKEN.test(name)) {
    return `${JSON.stringify(name)} is not the name of a header; allowed: letters, digits and hyphens.`;
  }
  try {
    new Headers([[name, value]]);
    return null;
  } catch {
    return `The value of ${name} has a line end or a character beyond U+00FF; allowed: Latin-1 in one line.`;
  }
}

/** Headers of the draft that a browser sets by itself, so that it leaves out those of a script, such as `Host`. */
export function droppedHeaders({ headers = {} }: Draft, origin: string): string[] {
  const kept = new Request(origin, { headers }).headers;
  return Object.keys(headers).filter((name) => !kept.has(name));
}
