/** A page of the site that its navigation names. */
export interface Section {
  name: 'data' | 'console' | 'pictures' | 'how' | 'reference';
  href: string;
  text: string;
  /** What is there, for lists of pages. */
  purpose: string;
}

export const SECTIONS: readonly Section[] = [
  { name: 'data', href: '/data', text: 'Data', purpose: 'Collections as tables' },
  { name: 'console', href: '/console', text: 'Console', purpose: 'Any request, and its cost' },
  { name: 'pictures', href: '/pictures', text: 'Pictures', purpose: 'Sizes, formats and their bytes' },
  { name: 'how', href: '/how-it-works', text: 'How it works', purpose: 'The way of a request' },
  { name: 'reference', href: '/reference', text: 'Reference', purpose: 'Every route and parameter' },
];
