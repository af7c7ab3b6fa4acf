/** What the head of an image tells besides its type and its stored size. */
export interface HeadFacts {
  /** The orientation that decoders apply, from 1 to 8 as in EXIF; `undefined` if the head does not tell. */
  orientation: number | undefined;
  /** Whether the image has more than one frame, or may have. */
  isAnimated: boolean;
  /** Whether it may have transparent pixels. */
  hasAlpha: boolean;
  /** The pixels that are shown before the orientation is applied, where they are not all of the stored ones. */
  crop?: { width: number; height: number };
  /** Whether more bytes would tell no more. */
  isComplete: boolean;
}
