import { BreakablePath } from '../ui/BreakablePath.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatBytes, formatCount, formatMilliseconds, plural } from '../ui/format.ts';
import { consoleUrl } from './draft.ts';
import { databaseCost, type Exchange, type Received, receivedOf } from './exchange.ts';
import { curlOf } from './snippets.ts';

/** The request behind a screen: what was sent, and what came back. Every screen of the explorer ends with it. */
export function RequestStrip({ exchange }: { exchange: Exchange }) {
  const { draft, hasToken } = exchange;
  const received = receivedOf(exchange);
  return (
    <section class="strip" aria-label="The request behind this screen">
      <p class="strip-request">
        <span class="method">{draft.method}</span>{' '}
        <code>
          <BreakablePath path={draft.path} />
        </code>
      </p>
      {received === null ? (
        <p class="strip-failure">{'failure' in exchange.outcome && exchange.outcome.failure}</p>
      ) : (
        <Facts received={received} />
      )}
      <p class="strip-actions">
        <CopyButton text={curlOf(draft, location.origin, hasToken)}>Copy curl</CopyButton>
        <a class="button small" href={consoleUrl(draft)}>
          Open in console
        </a>
      </p>
    </section>
  );
}

function Facts({ received }: { received: Received }) {
  const { status, headers, milliseconds, bytes } = received;
  const cost = databaseCost(headers);
  const cache = headers.get('cf-cache-status');
  const age = headers.get('age');
  return (
    <dl class="strip-facts">
      <Fact name="Status" value={String(status)} kind={statusKind(status)} />
      <Fact name="Time" value={formatMilliseconds(milliseconds)} />
      <Fact name="Body" value={formatBytes(bytes)} />
      {cache !== null && (
        <Fact
          name="Edge cache"
          value={age === null ? cache : `${cache}, ${age} s old`}
          kind={cache === 'HIT' ? 'good' : 'plain'}
        />
      )}
      {cost !== null && (
        <Fact
          name="Database"
          value={`${plural(cost.rowsRead, 'row')} read${cost.rowsWritten > 0 ? `, ${formatCount(cost.rowsWritten)} written` : ''}, ${plural(cost.roundTrips, 'round trip')}`}
        />
      )}
    </dl>
  );
}

type Kind = 'good' | 'bad' | 'plain';

function Fact({ name, value, kind = 'plain' }: { name: string; value: string; kind?: Kind }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-kind={kind}>{value}</dd>
    </div>
  );
}

function statusKind(status: number): Kind {
  if (status >= 400) return 'bad';
  return status < 300 || status === 304 ? 'good' : 'plain';
}
