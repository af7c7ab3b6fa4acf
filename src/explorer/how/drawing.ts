import type { Station } from '../way/way.ts';

/** A part in the drawing. */
export interface Box {
  station: Station;
  name: string;
  /** What it is, for the reader who does not know the name. */
  role: string;
}

export const BOXES: readonly Box[] = [
  { station: 'reader', name: 'Reader', role: 'a browser or an app' },
  { station: 'files', name: 'Static files', role: 'made at build' },
  { station: 'edge', name: 'Edge cache', role: 'near the reader' },
  { station: 'worker', name: 'Worker', role: 'this code' },
  { station: 'database', name: 'D1', role: 'the documents' },
  { station: 'image-cache', name: 'Image cache', role: 'finished images' },
  { station: 'images', name: 'Images', role: 'decodes and encodes' },
  { station: 'source', name: 'Source', role: 'a file or a host' },
];

/** The lines between parts that a request can take. */
export const LINES: readonly (readonly [from: Station, to: Station])[] = [
  ['reader', 'files'],
  ['reader', 'edge'],
  ['edge', 'worker'],
  ['worker', 'database'],
  ['worker', 'image-cache'],
  ['image-cache', 'images'],
  ['images', 'source'],
];

/** Where each part is: the middle of its box. */
export interface Plan {
  width: number;
  height: number;
  box: { width: number; height: number };
  at: Readonly<Record<Station, readonly [x: number, y: number]>>;
}

/** From the left to the right. */
export const WIDE: Plan = {
  width: 1120,
  height: 400,
  box: { width: 190, height: 92 },
  at: {
    reader: [100, 130],
    files: [100, 330],
    edge: [365, 130],
    worker: [630, 130],
    database: [1010, 70],
    'image-cache': [630, 330],
    images: [1010, 200],
    source: [1010, 330],
  },
};

/** From the top down, for a narrow window. */
export const TALL: Plan = {
  width: 350,
  height: 640,
  box: { width: 162, height: 92 },
  at: {
    reader: [83, 50],
    files: [267, 50],
    edge: [83, 190],
    worker: [83, 330],
    database: [267, 330],
    'image-cache': [83, 470],
    images: [267, 470],
    source: [267, 590],
  },
};

/** The way between two boxes as a path of SVG: first along the longer side, with a rounded corner. */
export function linePath({ at }: Plan, from: Station, to: Station): string {
  const [x1, y1] = at[from];
  const [x2, y2] = at[to];
  return `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
}
