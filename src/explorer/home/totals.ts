// How many documents each collection of the page has now: Collections.astro has the HTML.
import { collectionsOf } from '../request/collections-of.ts';
import { sendRequest } from '../request/send-request.ts';
import { formatCount } from '../ui/format.ts';

/** Fills the cells of the totals. The collections are public, so no token is needed. A total that cannot be read stays empty. */
export async function startTotals(): Promise<void> {
  const cells = document.querySelectorAll<HTMLElement>('[data-total]');
  if (cells.length === 0) return;
  const entries =
    collectionsOf(await sendRequest({ method: 'GET', path: '/api' }, { isAnonymous: true })) ?? [];
  for (const cell of cells) {
    const entry = entries.find(({ name }) => name === cell.dataset['total']);
    if (entry !== undefined) cell.textContent = formatCount(entry.total);
  }
}
