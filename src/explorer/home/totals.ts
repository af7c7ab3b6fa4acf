// How many documents each collection of the page has now: Collections.astro has the HTML.
import { sessionToken } from '../session/token.ts';
import { formatCount } from '../ui/format.ts';

/** An entry of `GET /api`, as far as the page uses it. */
interface Entry {
  name: string;
  total?: number;
}

/** Fills the cells of the totals. A total that cannot be read stays empty. */
export async function startTotals(): Promise<void> {
  const cells = Array.from(document.querySelectorAll<HTMLElement>('[data-total]'));
  if (cells.length === 0) return;
  const entries = await readEntries().catch(() => []);
  await Promise.all(
    cells.map(async (cell) => {
      const name = cell.dataset['total'] ?? '';
      const known = entries.find((entry) => entry.name === name)?.total;
      const total = known ?? (await readTotal(name).catch(() => null));
      if (total !== null) cell.textContent = formatCount(total);
    }),
  );
}

async function readEntries(): Promise<Entry[]> {
  const response = await fetch('/api', { headers: authorization() });
  return response.ok ? response.json() : [];
}

/** The total that a list of one document tells. */
async function readTotal(name: string): Promise<number | null> {
  const url = `/api/${name}?_limit=1`;
  const { headers } = await fetch(url, { method: 'HEAD', headers: authorization() });
  const total = headers.get('x-total-count');
  return total === null ? null : Number(total);
}

function authorization(): Record<string, string> {
  const token = sessionToken();
  return token === null ? {} : { authorization: `Bearer ${token}` };
}
