import { type Exchange, jsonOf, type Received, receivedOf } from '../request/exchange.ts';
import { type FieldSchema, isFieldSchema } from './form/field-schema.ts';
import { isObject, type JsonObject } from './json.ts';

/** The response of an exchange if it succeeded. */
export function successOf(exchange: Exchange | null): Received | null {
  const received = exchange === null ? null : receivedOf(exchange);
  return received !== null && received.status < 400 ? received : null;
}

/** The schema of a collection; an empty one where it cannot be read. */
export function schemaOf(exchange: Exchange | null): FieldSchema {
  const received = successOf(exchange);
  const value = received === null || typeof received.body !== 'string' ? null : parse(received.body);
  return isFieldSchema(value) ? value : {};
}

/** The documents of a list, also of one in json-server 1's object around a page. */
export function documentsOf(received: Received | null): JsonObject[] {
  const value = received && jsonOf(received);
  const list = isObject(value) ? value['data'] : value;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function documentOf(received: Received | null): JsonObject | null {
  const value = received && jsonOf(received);
  return isObject(value) ? value : null;
}

/** The total of a list, as its headers say it. */
export function totalOf({ headers }: Received): { count: number; isAtLeast: boolean } | null {
  const count = headers.get('x-total-count');
  if (count === null) return null;
  return { count: Number(count), isAtLeast: headers.get('x-total-count-is') === 'at-least' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
