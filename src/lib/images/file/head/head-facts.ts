/** The facts in the first bytes of an image, besides its type and its stored size. */
export interface HeadFacts {
  /** The orientation that decoders apply, from 1 to 8 as in EXIF; `undefined` if it is unknown. */
  orientation: number | undefined;
  /** Whether the image has more than one frame, or may have. */
  isAnimated: boolean;
  /** Whether it may have transparent pixels. */
  hasAlpha: boolean;
  /** The pixels that are shown, before the orientation is applied; absent when they are all of the stored ones. */
  crop?: { width: number; height: number };
  /** Whether more bytes would add nothing. */
  isComplete: boolean;
}
