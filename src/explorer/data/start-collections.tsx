import { render } from 'preact';
import { CollectionList } from './CollectionList.tsx';

/** Replaces the public collections of the page by those that the caller may read, with their totals. */
export function startCollections(): void {
  const element = document.getElementById('collections');
  if (element === null) throw new Error('The page has no element #collections.');
  render(<CollectionList known={JSON.parse(element.dataset['schemas'] ?? '{}')} />, element);
}
