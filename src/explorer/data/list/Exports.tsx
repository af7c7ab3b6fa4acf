import { problemOf, receivedOf } from '../../request/exchange.ts';
import { sendRequest } from '../../request/send-request.ts';
import { sessionToken } from '../../session/token.ts';
import { saveBlob } from '../../ui/save-blob.ts';
import { Popover } from '../Popover.tsx';
import type { Session } from '../session.ts';
import { exportPath } from './list-query.ts';

interface Props {
  collection: string;
  query: URLSearchParams;
  tell: Session['tell'];
}

const FORMATS = [
  ['csv', 'CSV'],
  ['ndjson', 'NDJSON'],
] as const;

/** Downloads of all documents of the present filter. */
export function Exports({ collection, query, tell }: Props) {
  return (
    <Popover label="Export">
      <ul class="plain-links">
        {FORMATS.map(([format, text]) => {
          const path = exportPath(collection, query, format);
          const file = `${collection}.${format}`;
          return (
            <li key={format}>
              <a
                href={path}
                download={file}
                onClick={async (event) => {
                  // A link cannot send the token.
                  if (sessionToken() === null) return;
                  event.preventDefault();
                  const failure = await download(path, file);
                  if (failure === null) tell(`Saved ${file}.`);
                  else tell(failure, 'bad');
                }}
              >
                {text}, all that match
              </a>
            </li>
          );
        })}
      </ul>
    </Popover>
  );
}

/** Saves a response as a file. Returns what failed, or `null`. */
async function download(path: string, file: string): Promise<string | null> {
  const exchange = await sendRequest({ method: 'GET', path });
  const received = receivedOf(exchange);
  if (received === null) return 'failure' in exchange.outcome ? exchange.outcome.failure : '';
  if (received.status !== 200) return problemOf(received)?.detail ?? `The response is ${received.status}.`;
  saveBlob(new Blob([received.body], { type: received.type }), file);
  return null;
}
