import type { CollectionEntry } from '../../lib/documents/collection-entry.ts';
import { collectionsOf } from '../request/collections-of.ts';
import { RequestStrip } from '../request/RequestStrip.tsx';
import { askForToken } from '../session/ask-for-token.ts';
import { formatCount } from '../ui/format.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { listUrl } from './place.ts';
import { useExchange } from './use-exchange.ts';

/**
 * The collections that the caller may read.
 *
 * @param names the public ones, which are shown until the response is here
 */
export function CollectionList({ names }: { names: readonly string[] }) {
  const { exchange, isLoading, reload } = useExchange('/api');
  const entries = collectionsOf(exchange);
  return (
    <>
      <ul class="collections" aria-busy={isLoading}>
        {entries === null
          ? names.map((name) => <Item key={name} name={name} />)
          : entries.map((entry) => <Item key={entry.name} name={entry.name} entry={entry} />)}
      </ul>
      {exchange !== null && entries?.length === 0 && <NothingToRead hasToken={exchange.hasToken} />}
      {exchange !== null && entries === null && !isLoading && (
        <FailurePanel exchange={exchange} retry={reload} />
      )}
      {exchange !== null && <RequestStrip exchange={exchange} />}
    </>
  );
}

function NothingToRead({ hasToken }: { hasToken: boolean }) {
  if (hasToken) {
    return (
      <p>
        This token may read no collection. <code>src/collections.ts</code> declares them.
      </p>
    );
  }
  return (
    <>
      <p>No collection is public. A token shows those that it may read.</p>
      <p>
        <button type="button" class="button primary" onClick={() => void askForToken()}>
          Use a token
        </button>
      </p>
    </>
  );
}

function Item({ name, entry }: { name: string; entry?: CollectionEntry }) {
  return (
    <li>
      <a class="panel collection" href={listUrl(name)}>
        <strong>{name}</strong>
        <span class="collection-total">{entry === undefined ? '' : totalText(entry)}</span>
        <span class="collection-facts quiet">{entry === undefined ? '' : factsOf(entry)}</span>
      </a>
    </li>
  );
}

function totalText({ singleton, total }: CollectionEntry): string {
  if (singleton) return total === 0 ? 'no document yet' : 'one document';
  return `${formatCount(total)} ${total === 1 ? 'document' : 'documents'}`;
}

/** What a collection can do, in one line. */
function factsOf({ search, indexes, relations }: CollectionEntry): string {
  const parents = relations.parents.map(({ collection }) => collection);
  const children = relations.children.map(({ collection }) => collection);
  const facts = [
    search && 'text search',
    indexes.length > 0 && `indexes: ${indexes.map((fields) => fields.join(' + ')).join(', ')}`,
    parents.length > 0 && `refers to ${parents.join(', ')}`,
    children.length > 0 && `referred to by ${children.join(', ')}`,
  ];
  return facts.filter(Boolean).join(' · ');
}
