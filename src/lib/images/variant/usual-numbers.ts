import type { ImageLimits } from '../config/images-config.ts';

/** Width and height in pixels. Either can be absent. */
export interface Sides {
  width?: number | undefined;
  height?: number | undefined;
}

/** Sides that pages, frameworks and screens use, in pixels. An unsigned URL gets the next larger one. */
export const USUAL_SIDES: readonly number[] = [
  16, 24, 32, 40, 48, 64, 80, 96, 100, 120, 128, 150, 160, 180, 192, 200, 240, 250, 256, 300, 320, 350, 360,
  384, 400, 450, 480, 500, 512, 540, 600, 630, 640, 700, 720, 750, 768, 800, 828, 900, 960, 1000, 1024, 1080,
  1200, 1280, 1366, 1440, 1500, 1600, 1800, 1920, 2000, 2048, 2400, 2560, 3000, 3200, 3840, 4096, 5120, 6144,
  7680, 8192, 10_000,
];

/** Qualities of an unsigned URL; 35, 50, 70 and 90 are those with a name. */
export const USUAL_QUALITIES: readonly number[] = [35, 50, 60, 70, 75, 80, 85, 90, 100];

/** Device pixels per CSS pixel of an unsigned URL. */
export const USUAL_DENSITIES: readonly number[] = [1, 1.5, 2, 3];

/** An aspect ratio of an unsigned URL is a multiple of 1/48, or its inverse. 1:1, 3:2, 4:3 and 16:9 are exact. */
export const ASPECT_STEPS = 48;

/** Returns the next larger step, or the largest. */
export function roundUp(value: number, steps: readonly number[]): number {
  return steps.find((step) => step >= value) ?? steps.at(-1) ?? value;
}

/**
 * Rounds sides to usual ones within the limits. Two usual sides stay as they are. Otherwise the width is rounded up
 * and the height follows in proportion.
 *
 * @param widths replace the usual ones, ascending; empty for the usual ones
 */
export function roundSides(
  { width, height }: Sides,
  { widths, limits }: { widths: readonly number[]; limits: ImageLimits },
): Sides {
  const usualWidths = widths.length > 0 ? widths : usualSides(limits.width);
  const usualHeights = usualSides(limits.height);
  if (width === undefined) return height === undefined ? {} : { height: roundUp(height, usualHeights) };
  if (height === undefined) return { width: roundUp(width, usualWidths) };
  if (usualWidths.includes(width) && usualHeights.includes(height)) return { width, height };
  const aspect = usualAspect(width, height);
  const allowed = usualWidths
    .map((step) => ({ width: step, height: Math.max(1, Math.round((step * aspect.height) / aspect.width)) }))
    .filter((sides) => sides.height <= limits.height && sides.width * sides.height <= limits.pixels);
  const next = allowed.find((sides) => sides.width >= width) ?? allowed.at(-1);
  return next ?? { width: roundUp(width, usualWidths), height: roundUp(height, usualHeights) };
}

/** The usual sides up to the limit, and the limit itself. */
function usualSides(limit: number): number[] {
  return [...USUAL_SIDES.filter((side) => side < limit), limit];
}

function usualAspect(width: number, height: number): { width: number; height: number } {
  const steps = (ratio: number) => Math.max(1, Math.round(ratio * ASPECT_STEPS));
  return height <= width
    ? { width: ASPECT_STEPS, height: steps(height / width) }
    : { width: steps(width / height), height: ASPECT_STEPS };
}
