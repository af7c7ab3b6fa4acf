/** What a header of a response means. */
export interface HeaderMeaning {
  /** In lower case. */
  name: string;
  meaning: string;
  /** Whether it says the same of most responses. */
  isUsual: boolean;
}

/** What the page is given at build. */
export interface PageData {
  /** The most useful first. */
  headers: readonly HeaderMeaning[];
}

/** Reads the data of the page from its element `#console-data`. */
export function readPageData(): PageData {
  return JSON.parse(document.getElementById('console-data')?.textContent ?? '{"headers":[]}') as PageData;
}
