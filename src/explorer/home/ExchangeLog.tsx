import { type Exchange, receivedOf } from '../request/exchange.ts';
import { formatBytes, formatMilliseconds } from '../ui/format.ts';

/** The exchanges that were made, the newest first, with a bar for the time of each. */
export function ExchangeLog({ exchanges }: { exchanges: readonly Exchange[] }) {
  const slowest = Math.max(...exchanges.map((exchange) => receivedOf(exchange)?.milliseconds ?? 0));
  return (
    <table class="log">
      <caption class="hidden">Exchanges, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">Request</th>
          <th scope="col">Status</th>
          <th scope="col">Cache</th>
          <th scope="col">Body</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {exchanges.map((exchange, i) => (
          <Row key={exchanges.length - i} exchange={exchange} slowest={slowest} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ exchange, slowest }: { exchange: Exchange; slowest: number }) {
  const received = receivedOf(exchange);
  const isConditional = exchange.draft.headers?.['If-None-Match'] !== undefined;
  const cache = received?.headers.get('cf-cache-status') ?? '–';
  return (
    <tr>
      <th scope="row">{isConditional ? 'GET + ETag' : 'GET'}</th>
      <td>{received?.status ?? 'failed'}</td>
      <td data-kind={cache === 'HIT' ? 'good' : 'plain'}>{cache}</td>
      <td>{received === null ? '–' : formatBytes(received.bytes)}</td>
      <td>
        {received !== null && (
          <>
            {formatMilliseconds(received.milliseconds)}
            <span
              class="bar"
              style={{ width: `${Math.max(2, (100 * received.milliseconds) / slowest)}%` }}
            ></span>
          </>
        )}
      </td>
    </tr>
  );
}
