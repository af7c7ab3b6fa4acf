/** A server that the benchmark measures. */
export interface Contender {
  name: string;
  /** A module that announces the server. Its argument is the origin of the images. */
  module: URL;
  /** The path of an image that needs no change. */
  path(source: string): string;
}

export const CONTENDERS: readonly Contender[] = [
  {
    name: 'Perigee',
    module: new URL('./perigee.ts', import.meta.url),
    path: (source) => `/image/format=auto/${source}`,
  },
  {
    name: "the tutorial's arrayBuffer()",
    module: new URL('./array-buffer.ts', import.meta.url),
    path: (source) => `/?source=${encodeURIComponent(source)}`,
  },
  {
    name: 'ipx',
    module: new URL('./ipx.ts', import.meta.url),
    path: (source) => `/_/${source}`,
  },
];
