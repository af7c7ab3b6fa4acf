import { type Exchange, problemOf, receivedOf } from '../request/exchange.ts';
import { askForToken } from '../session/ask-for-token.ts';
import { InlineCode } from '../ui/InlineCode.tsx';

interface Props {
  exchange: Exchange;
  /** Sends the request again, where that can help. */
  retry?: () => void;
}

/** Statuses with which another token may help. */
const NEEDS_TOKEN: readonly number[] = [401, 403];

/** Whether the same request may succeed later. */
function mayPass(status: number): boolean {
  return status === 429 || status >= 500;
}

/** Why a request failed: the problem's own words, with what can be done now. */
export function FailurePanel({ exchange, retry }: Props) {
  const received = receivedOf(exchange);
  if (received === null) {
    return (
      <Panel title="No response">
        <p>{'failure' in exchange.outcome && exchange.outcome.failure}</p>
        <p>Nothing that you typed is lost.</p>
        {retry && <Retry retry={retry} />}
      </Panel>
    );
  }
  const { status, headers } = received;
  const problem = problemOf(received);
  const wait = headers.get('retry-after');
  return (
    <Panel title={problem?.title ?? 'The response is not what was expected'} status={status}>
      <p>
        <InlineCode text={problem?.detail ?? 'The body is no problem that this page knows.'} />
      </p>
      {wait !== null && <p>The server asks to wait {wait} s before the request is sent again.</p>}
      <p class="failure-ways">
        {problem !== null && <a href={`/problems/${problem.code}`}>What {problem.code} means</a>}
        {retry && mayPass(status) && <Retry retry={retry} />}
        {NEEDS_TOKEN.includes(status) && (
          <button type="button" class="button small" onClick={() => askForToken()}>
            Use another token
          </button>
        )}
      </p>
    </Panel>
  );
}

function Panel({
  title,
  status,
  children,
}: {
  title: string;
  status?: number;
  children: preact.ComponentChildren;
}) {
  return (
    <section class="panel failure" role="alert">
      {status !== undefined && (
        <span class="chip" data-kind="bad">
          {status}
        </span>
      )}
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Retry({ retry }: { retry: () => void }) {
  return (
    <button type="button" class="button small" onClick={retry}>
      Try again
    </button>
  );
}
