import { readFacts, type SourceFacts, writeFacts } from '../file/source-facts.ts';

/** The source and the variant of an image. The cache of the Renderer stores them with the image. */
export interface Content {
  facts: SourceFacts;
  /** The variant, as `writeOptions` writes it. */
  variant: string;
}

const FACTS_HEADER = 'perigee-facts';
const VARIANT_HEADER = 'perigee-rendered';

export function writeContent(headers: Headers, { facts, variant }: Content): void {
  headers.set(FACTS_HEADER, writeFacts(facts));
  headers.set(VARIANT_HEADER, variant);
}

/** Reads the headers of `writeContent`; `null` when the source could not be read, and for a 304. */
export function readContent(headers: Headers): Content | null {
  const facts = readFacts(headers.get(FACTS_HEADER));
  return facts && { facts, variant: headers.get(VARIANT_HEADER) ?? '' };
}
