import { Problem } from '../../http/problem/problem.ts';
import type { ImageLimits } from '../config/images-config.ts';
import { OPTION_BY_NAME, type Options } from '../options/options.ts';
import type { Sides } from './usual-numbers.ts';

/** Converts lengths in CSS pixels into device pixels. */
export function scaleLengths(options: Options, dpr: number): Options {
  if (dpr === 1) return { ...options };
  const entries = Object.entries(options).map(([name, value]) => {
    const scale = OPTION_BY_NAME.get(name)?.scale;
    return [name, scale && value !== undefined ? scale(value, dpr) : value];
  });
  return Object.fromEntries(entries);
}

/**
 * Checks a size in device pixels against the limits of the owner. An absent side counts as 1.
 *
 * @throws Problem 400 for a larger size
 */
export function checkSize({ width = 1, height = 1 }: Sides, limits: ImageLimits): void {
  if (width > limits.width || height > limits.height || width * height > limits.pixels) {
    throw new Problem(
      'image-too-large',
      `The image would have ${width} × ${height} px after dpr; at most ${limits.width} × ${limits.height} px and ${limits.pixels} px in all are allowed.`,
    );
  }
}
