/** What the page is given at build. */
export interface PageData {
  /** What headers of responses mean, by their names in lower case, the most useful first. */
  headers: Readonly<Record<string, string>>;
}

/** Reads the data of the page from its element `#console-data`. */
export function readPageData(): PageData {
  return JSON.parse(document.getElementById('console-data')?.textContent ?? '{"headers":{}}') as PageData;
}
