import type { Options } from './url/options.ts';

/** Where pictures may be fetched from, over https. */
export interface SourcePattern {
  /** `images.example.com`, or `*.example.com` for exactly one more label. */
  host: string;
  /** 443, unless given. */
  port?: number;
  /** What the path begins with, such as `/assets/`. */
  path?: string;
  /**
   * The query parameters that select a picture. All others are dropped: each would make one more picture that is
   * rendered, stored and billed.
   */
  query?: readonly string[];
}

/** What the owner decides about pictures, in `src/images.ts`. */
export interface ImagesConfig {
  /** Anybody may ask for these. Files of `public/` are always allowed. */
  sources: readonly SourcePattern[];
  /** Only a signed URL may ask for these. */
  signedSources: readonly SourcePattern[];
  /** Options by name, for `/image/preset=name/…`; what a URL says beside them comes first. */
  presets: Readonly<Record<string, Options>>;
  /** Of a result, in pixels. */
  limits: { width: number; height: number; pixels: number };
  /** If there are any, a width is rounded up to the next of these, so that few sizes are rendered. In pixels. */
  widths: readonly number[];
  /** Shown when a source fails, with this status. */
  fallback?: { source: string; status: number };
}
