import type { ImageType } from './image-type.ts';

/** The facts about a source in its headers and its first bytes. */
export interface SourceFacts {
  type: ImageType;
  /** Pixels as shown, after orientation and crop, if `isSizeKnown`; else as stored. */
  width: number;
  height: number;
  isSizeKnown: boolean;
  /** Whether it has an orientation other than the upright one. */
  isRotated: boolean;
  /** Whether it has more than one frame, or may have. */
  isAnimated: boolean;
  /** Whether it may have transparent pixels. */
  hasAlpha: boolean;
  /** Its length, or `null` when its server does not announce it. */
  bytes: number | null;
}

/** Writes facts as the value of a header. Equal facts have equal text. */
export function writeFacts(facts: SourceFacts): string {
  const { type, width, height, isSizeKnown, isRotated, isAnimated, hasAlpha, bytes } = facts;
  return JSON.stringify({ type, width, height, isSizeKnown, isRotated, isAnimated, hasAlpha, bytes });
}

/** Reads the text of `writeFacts`; `null` without one. */
export function readFacts(text: string | null): SourceFacts | null {
  return text === null ? null : (JSON.parse(text) as SourceFacts);
}
