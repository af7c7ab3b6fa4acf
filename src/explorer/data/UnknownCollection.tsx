import { RequestStrip } from '../request/RequestStrip.tsx';
import { askForToken } from '../session/ask-for-token.ts';
import { sessionToken } from '../session/token.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { listUrl } from './place.ts';
import type { Session } from './session.ts';
import { useExchange } from './use-exchange.ts';

/** A collection that does not exist for the caller, with those that do. */
export function UnknownCollection({ name, session }: { name: string; session: Session }) {
  const { exchange } = useExchange(name === '' ? null : `/api/${encodeURIComponent(name)}?_limit=1`);
  return (
    <>
      <h1>No such collection</h1>
      {exchange !== null && <FailurePanel exchange={exchange} />}
      <p>These are here:</p>
      <ul class="plain-links">
        {session.entries.map((entry) => (
          <li key={entry.name}>
            <a href={listUrl(entry.name)}>{entry.name}</a>
          </li>
        ))}
      </ul>
      {sessionToken() === null && (
        <p>
          A private collection is here for a token that may read it.{' '}
          <button type="button" class="button small" onClick={() => askForToken()}>
            Use a token
          </button>
        </p>
      )}
      {exchange !== null && <RequestStrip exchange={exchange} />}
    </>
  );
}
