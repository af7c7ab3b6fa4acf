import { expect, it } from 'vitest';
import { portOf } from '../../../scripts/lib/port.ts';

it.each([
  ['1', 1],
  ['65535', 65_535],
])('--port %s is accepted', (value, port) => {
  expect(portOf(value)).toBe(port);
});

it.each(['', '0', '65536', '-1', '1e3', 'abc', true])(
  '--port %j is refused with a message that names it and the allowed range',
  (value) => {
    expect(() => portOf(value)).toThrow(
      `--port is ${JSON.stringify(value)}; it must be a whole number from 1 to 65535.`,
    );
  },
);
