import type { Draft } from '../request/draft.ts';
import { type Exchange, problemOf, receivedOf } from '../request/exchange.ts';
import { RequestStrip } from '../request/RequestStrip.tsx';
import { askForToken } from '../session/ask-for-token.ts';
import { plural } from '../ui/format.ts';
import { ProblemPanel } from '../ui/ProblemPanel.tsx';
import { BodyView } from './BodyView.tsx';
import { followUpsOf } from './follow-ups.ts';
import { HeaderList } from './HeaderList.tsx';
import type { IndexNote } from './index-note.ts';
import type { HeaderMeaning } from './page-data.ts';

interface Props {
  exchange: Exchange;
  note: IndexNote | null;
  /** Headers that the browser left out. */
  dropped: readonly string[];
  /** Whether a token is there now. */
  hasToken: boolean;
  meanings: readonly HeaderMeaning[];
  onFill(draft: Draft): void;
  onSend(draft: Draft): void;
}

/** What came back for a request: the figures, the problem, what to send next, the body and the headers. */
export function Result({ exchange, note, dropped, hasToken, meanings, onFill, onSend }: Props) {
  const { draft } = exchange;
  const received = receivedOf(exchange);
  const problem = received && problemOf(received);
  const followUps = followUpsOf(exchange, location.origin);
  return (
    <>
      <RequestStrip exchange={exchange} isInConsole />
      {dropped.length > 0 && (
        <p class="console-note">
          A browser sets {dropped.join(', ')} by itself, and left out yours. curl sends it.
        </p>
      )}
      {received?.redirectedTo != null && (
        <p class="console-note">
          A redirect led to <code>{received.redirectedTo}</code>. This is the response of that URL.
        </p>
      )}
      {problem !== null && (
        <ProblemPanel {...problem}>
          {received?.status === 401 && (
            <TokenAction hasToken={hasToken} wasSent={exchange.hasToken} onSend={() => onSend(draft)} />
          )}
        </ProblemPanel>
      )}
      {received === null && (
        <p class="console-follow-ups">
          <button type="button" class="button small" onClick={() => onSend(draft)}>
            Send again
          </button>
          <a class="button small" href="/health">
            Whether the server is ready
          </a>
        </p>
      )}
      {note !== null && <Note note={note} />}
      {followUps.length > 0 && (
        <p class="console-follow-ups">
          {followUps.map(({ name, draft: next, isSent }) => (
            <button
              key={name}
              type="button"
              class="button small"
              onClick={() => (isSent ? onSend(next) : onFill(next))}
            >
              {name}
            </button>
          ))}
        </p>
      )}
      {received !== null && (
        <>
          <h3>Body</h3>
          <BodyView received={received} path={draft.path} />
          <h3>Headers</h3>
          <HeaderList headers={received.headers} meanings={meanings} />
        </>
      )}
    </>
  );
}

interface TokenActionProps {
  hasToken: boolean;
  /** Whether the request that failed had a token. */
  wasSent: boolean;
  onSend(): void;
}

function TokenAction({ hasToken, wasSent, onSend }: TokenActionProps) {
  if (hasToken && !wasSent) {
    return (
      <button type="button" class="button primary small" onClick={onSend}>
        Send again with the token
      </button>
    );
  }
  return (
    <button type="button" class="button primary small" onClick={() => void askForToken()}>
      {wasSent ? 'Use another token' : 'Use a token'}
    </button>
  );
}

function Note({ note: { collection, fields, rowsRead, returned } }: { note: IndexNote }) {
  const line = fields.map((field) => `'${field}'`).join(', ');
  return (
    <p class="console-note">
      This list read {plural(rowsRead, 'row')} for {plural(returned, 'document')}: no index of{' '}
      <code>{collection}</code> begins with <code>{fields.join(', ')}</code>. In{' '}
      <code>src/collections.ts</code>, add <code>{line}</code> to its <code>indexes</code>. A large collection
      refuses such a list.
    </p>
  );
}
