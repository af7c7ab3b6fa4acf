import type { Received } from '../../request/exchange.ts';
import { PAGE_SIZE, PAGE_SIZES, withParameter } from './list-query.ts';
import { pageLinks } from './page-links.ts';

interface Props {
  received: Received;
  query: URLSearchParams;
  show: (query: URLSearchParams) => void;
}

const PAGES = [
  ['first', 'First'],
  ['prev', 'Previous'],
  ['next', 'Next'],
  ['last', 'Last'],
] as const;

/** Other pages, by the cursors of the response's `Link`, and the size of a page. */
export function Pager({ received, query, show }: Props) {
  const links = pageLinks(received.headers);
  const size = Number(query.get('_per_page') ?? query.get('_limit') ?? PAGE_SIZE);
  const sizes = [...new Set([...PAGE_SIZES, size])].toSorted((a, b) => a - b);
  const parameter = query.has('_per_page') ? '_per_page' : '_limit';
  return (
    <nav class="pager" aria-label="Pages">
      <span class="pager-buttons">
        {PAGES.map(([relation, text]) => {
          const target = links.get(relation);
          const isThere = target !== undefined && (relation !== 'first' || links.has('prev'));
          const isUseful = isThere && (relation !== 'last' || links.has('next'));
          return (
            <button
              key={relation}
              type="button"
              class="button small"
              disabled={!isUseful}
              onClick={() => target !== undefined && show(target)}
            >
              {text}
            </button>
          );
        })}
      </span>
      <label class="pager-size">
        Rows
        <select
          value={String(size)}
          onChange={({ currentTarget }) => show(withParameter(query, parameter, currentTarget.value))}
        >
          {sizes.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
    </nav>
  );
}
