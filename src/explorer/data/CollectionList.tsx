import { collectionsOf } from '../request/collections-of.ts';
import { RequestStrip } from '../request/RequestStrip.tsx';
import { askForToken } from '../session/ask-for-token.ts';
import { CollectionCard } from './CollectionCard.tsx';
import { FailurePanel } from './FailurePanel.tsx';
import type { FieldSchema } from './form/field-schema.ts';
import { useExchange } from './use-exchange.ts';

/**
 * The collections that the caller may read.
 *
 * @param known the public ones with their schemas, which are shown until the response is here
 */
export function CollectionList({ known }: { known: Readonly<Record<string, FieldSchema>> }) {
  const { exchange, isLoading, reload } = useExchange('/api');
  const entries = collectionsOf(exchange);
  return (
    <>
      <ul class="collections" aria-busy={isLoading}>
        {entries === null
          ? Object.entries(known).map(([name, schema]) => (
              <CollectionCard key={name} name={name} schema={schema} />
            ))
          : entries.map((entry) => (
              <CollectionCard
                key={entry.name}
                name={entry.name}
                schema={known[entry.name] ?? null}
                entry={entry}
              />
            ))}
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
