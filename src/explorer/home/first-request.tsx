// The live request of the first page: FirstRequest.astro has the HTML around it.
import { render } from 'preact';
import { type Exchange, jsonOf, receivedOf } from '../request/exchange.ts';
import { RequestStrip } from '../request/RequestStrip.tsx';
import { sendRequest } from '../request/send-request.ts';
import { findPart } from '../ui/find-part.ts';
import { JsonView } from '../ui/JsonView.tsx';
import { explainWay } from '../way/explain-way.ts';
import { ExchangeLog } from './ExchangeLog.tsx';

/** How many exchanges the log shows, the newest first. Its room is reserved. */
const MOST_SHOWN = 5;

/** Connects the two buttons: one sends the request, the other sends it with the ETag that came back. */
export function startFirstRequest(): void {
  const root = findPart('[data-first-request]', HTMLElement);
  const path = root.dataset['path'] ?? '/hello';
  const send = findPart('[data-send]', HTMLButtonElement, root);
  const revalidate = findPart('[data-revalidate]', HTMLButtonElement, root);
  const explanation = findPart('[data-explanation]', HTMLElement, root);
  const rooms = {
    strip: findPart('[data-strip]', HTMLElement, root),
    body: findPart('[data-body]', HTMLElement, root),
    log: findPart('[data-log]', HTMLElement, root),
  };
  let exchanges: Exchange[] = [];
  let etag: string | null = null;

  // One after the other, as they are listed.
  let last = Promise.resolve();
  send.addEventListener('click', () => {
    last = last.then(() => exchange({}));
  });
  revalidate.addEventListener('click', () => {
    last = last.then(() => (etag === null ? undefined : exchange({ 'If-None-Match': etag })));
  });

  async function exchange(headers: Record<string, string>): Promise<void> {
    // Everyone may read it. A token would pass the cache, which the exchanges show.
    const done = await sendRequest({ method: 'GET', path, headers }, { isAnonymous: true });
    const received = receivedOf(done);
    if (exchanges.length === 0) for (const room of Object.values(rooms)) room.replaceChildren();
    exchanges = [done, ...exchanges].slice(0, MOST_SHOWN);
    etag = received?.headers.get('etag') ?? etag;
    revalidate.disabled = etag === null;
    explanation.textContent =
      received === null ? 'No response came. The network may be down.' : explainWay(received);
    const value = received === null ? undefined : jsonOf(received);
    render(<Body value={value} />, rooms.body);
    render(<ExchangeLog exchanges={exchanges} />, rooms.log);
    render(<RequestStrip exchange={done} />, rooms.strip);
  }
}

function Body({ value }: { value: unknown }) {
  if (value === undefined) return <p class="nothing">The response has no body.</p>;
  return <JsonView value={value} label="Body of the response" />;
}
