import { type Exchange, problemOf, receivedOf } from '../request/exchange.ts';
import { askForToken } from '../session/ask-for-token.ts';
import { ProblemPanel } from '../ui/ProblemPanel.tsx';

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

/** Why a request of a screen failed, with what can be done now. A form shows the violations at its fields. */
export function FailurePanel({ exchange, retry }: Props) {
  const received = receivedOf(exchange);
  if (received === null) {
    const failure = 'failure' in exchange.outcome ? exchange.outcome.failure : '';
    return (
      <ProblemPanel isAlert title="No response" detail={failure}>
        <span>Nothing that you typed is lost.</span>
        {retry && <Retry retry={retry} />}
      </ProblemPanel>
    );
  }
  const { status, headers } = received;
  const problem = problemOf(received);
  const wait = headers.get('retry-after');
  return (
    <ProblemPanel
      isAlert
      status={status}
      title={problem?.title ?? 'Unexpected response'}
      detail={problem?.detail ?? 'The body is not application/problem+json.'}
      code={problem?.code ?? ''}
    >
      {wait !== null && <span>The server asks to wait {wait} s before the request is sent again.</span>}
      {retry && mayPass(status) && <Retry retry={retry} />}
      {NEEDS_TOKEN.includes(status) && (
        <button type="button" class="button small" onClick={() => askForToken()}>
          Use another token
        </button>
      )}
    </ProblemPanel>
  );
}

function Retry({ retry }: { retry: () => void }) {
  return (
    <button type="button" class="button small" onClick={retry}>
      Try again
    </button>
  );
}
