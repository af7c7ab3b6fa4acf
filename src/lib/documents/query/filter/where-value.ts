import { isTooLong, NEEDLE_RULE } from '../parameter-error.ts';
import type { Scalar } from './condition.ts';
import type { ValueReader } from './condition-leaf.ts';

/** Returns the reader of an operand of `_where`, which is a JSON value. */
export function jsonReader(operand: unknown, refuse: (rule: string) => never): ValueReader {
  const text = () => {
    if (typeof operand !== 'string' && typeof operand !== 'number') {
      return refuse('it must be a string or a number');
    }
    return String(checked(operand, refuse));
  };
  return {
    text: () => [text()],
    needle: () => {
      const needle = text();
      return isTooLong(needle) ? refuse(NEEDLE_RULE) : [needle];
    },
    scalar: () =>
      isScalar(operand)
        ? [checked(operand, refuse)]
        : refuse('it must be a string, a number, true, false or null'),
    list: () => {
      const items: unknown[] = Array.isArray(operand) ? operand : [operand];
      return items.every(isScalar)
        ? items.map((item) => checked(item, refuse))
        : refuse('it must be an array of strings, numbers, true, false and null');
    },
    boolean: () => (typeof operand === 'boolean' ? [operand] : refuse('it must be true or false')),
  };
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Refuses text and numbers that JSON can express and no document can contain. */
function checked<Value extends Scalar>(value: Value, refuse: (rule: string) => never): Value {
  if (typeof value === 'number' && !Number.isFinite(value)) return refuse('the number is too large');
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
    return refuse('it must not contain a NUL character or an unpaired surrogate');
  }
  return value;
}
