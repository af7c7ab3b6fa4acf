import { render } from 'preact';
import { consoleUrl, type Draft, draftOfQuery } from '../request/draft.ts';
import { type Exchange, receivedOf } from '../request/exchange.ts';
import { statusName } from '../request/explain.ts';
import { droppedHeaders, refusalOf } from '../request/refusal.ts';
import { sendRequest } from '../request/send-request.ts';
import { onTokenChange, sessionToken } from '../session/token.ts';
import { findPart } from '../ui/find-part.ts';
import { formatBytes, formatMilliseconds } from '../ui/format.ts';
import { HistoryList } from './HistoryList.tsx';
import { clearHistory, readHistory, remember } from './history.ts';
import { fieldsOfList, type IndexNote, indexNoteOf } from './index-note.ts';
import { readPageData } from './page-data.ts';
import { Result } from './Result.tsx';
import { connectForm } from './request-form.ts';

const FIRST: Draft = { method: 'GET', path: '/api', headers: {} };

/** Connects the console of the page. */
export function startConsole(): void {
  const { headers: meanings } = readPageData();
  const form = connectForm();
  const element = findPart('console-form', HTMLFormElement);
  const result = findPart('console-result', HTMLDivElement);
  const status = findPart('console-status', HTMLParagraphElement);
  const send = findPart('console-send', HTMLButtonElement);
  const cancel = findPart('console-cancel', HTMLButtonElement);
  const history = findPart('console-history', HTMLDivElement);
  let running: AbortController | null = null;
  let shown: { exchange: Exchange; note: IndexNote | null } | null = null;

  const fill = (draft: Draft) => {
    form.write(draft);
    form.refuse(null);
    // The body is what is edited next, or else the path.
    findPart(draft.body === undefined ? 'console-path' : 'console-body', HTMLElement).focus();
  };
  const showHistory = () =>
    render(
      <HistoryList
        history={readHistory(sessionStorage)}
        onRestore={fill}
        onClear={() => {
          clearHistory(sessionStorage);
          showHistory();
          findPart('console-history-title', HTMLHeadingElement).focus();
        }}
      />,
      history,
    );
  const showResult = () => {
    if (shown === null) return;
    // What the page had at first is not of Preact.
    result.querySelector('.console-starts')?.remove();
    const { exchange, note } = shown;
    render(
      <Result
        exchange={exchange}
        note={note}
        dropped={'failure' in exchange.outcome ? [] : droppedHeaders(exchange.draft, location.origin)}
        hasToken={sessionToken() !== null}
        meanings={meanings}
        onFill={fill}
        onSend={(draft) => {
          form.write(draft);
          void submit();
        }}
      />,
      result,
    );
  };
  const setRunning = (controller: AbortController | null) => {
    running = controller;
    cancel.hidden = controller === null;
    result.setAttribute('aria-busy', String(controller !== null));
  };
  const submit = async () => {
    const draft = form.read();
    const refusal = refusalOf(draft, location.origin);
    form.refuse(refusal);
    if (refusal !== null) return;
    running?.abort();
    const controller = new AbortController();
    setRunning(controller);
    status.textContent = 'Sending…';
    followAddress(draft);
    try {
      const exchange = await sendRequest(draft, { signal: controller.signal });
      shown = { exchange, note: null };
      status.textContent = statusText(exchange);
      remember(exchange, Date.now(), sessionStorage);
      showHistory();
      showResult();
      setRunning(null);
      // The button that sent the request may be gone with the response before it.
      if (document.activeElement === document.body) findPart('console-response-title', HTMLElement).focus();
      const note = await readIndexNote(exchange);
      if (note === null || shown.exchange !== exchange) return;
      shown = { exchange, note };
      showResult();
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      if (running !== controller) return;
      status.textContent = 'Cancelled. The server may have executed the request.';
      setRunning(null);
    }
  };

  element.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  // Before the editor of the body, in which this key adds a line.
  element.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      element.requestSubmit(send);
    },
    { capture: true },
  );
  cancel.addEventListener('click', () => {
    running?.abort();
    send.focus();
  });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const target = link && isPlain ? targetOf(link) : null;
    if (target === null) return;
    event.preventDefault();
    fill(target.draft);
    if (target.isSent) void submit();
  });
  window.addEventListener('popstate', () => form.write(draftOfAddress()));
  const showToken = () => {
    findPart('console-token', HTMLParagraphElement).textContent =
      sessionToken() === null ? 'Sent without a token.' : 'Sent with the token of this tab.';
    showResult();
  };
  onTokenChange(showToken);
  form.write(draftOfAddress());
  showToken();
  showHistory();
}

/**
 * The request of a link to the console, or of a link in a body; `null` for every other link. Only a `GET` is sent at once:
 * a body may hold a link to the console that somebody else wrote.
 */
function targetOf(link: HTMLAnchorElement): { draft: Draft; isSent: boolean } | null {
  const { origin, pathname, search } = new URL(link.href);
  const isInBody = link.closest('.json') !== null;
  if (origin !== location.origin) return null;
  if (pathname === location.pathname) {
    const draft = draftOfQuery(new URLSearchParams(search));
    return draft && { draft, isSent: link.hasAttribute('data-send') };
  }
  const isServed = isInBody && /^\/(api|image|pictures|schemas)\//.test(pathname);
  return isServed ? { draft: { method: 'GET', path: pathname + search }, isSent: true } : null;
}

function draftOfAddress(): Draft {
  return draftOfQuery(new URLSearchParams(location.search)) ?? FIRST;
}

/** The address bar shows what was sent, so that it can be shared. A body beyond what URLs hold is left out. */
function followAddress(draft: Draft): void {
  const url = consoleUrl(draft);
  const { body: _, ...rest } = draft;
  const address = url.length > 8_000 ? consoleUrl(rest) : url;
  if (address !== location.pathname + location.search) history.pushState(null, '', address);
}

function statusText(exchange: Exchange): string {
  const received = receivedOf(exchange);
  if (received === null) return 'failure' in exchange.outcome ? exchange.outcome.failure : '';
  const { status, milliseconds, bytes } = received;
  return `${status} ${statusName(status)} after ${formatMilliseconds(milliseconds)}, ${formatBytes(bytes)}.`;
}

/** Asks for the indexes of a collection only where a list used fields that may have none. */
async function readIndexNote(exchange: Exchange): Promise<IndexNote | null> {
  const list = fieldsOfList(exchange.draft.path);
  if (list === null || exchange.draft.method !== 'GET' || indexNoteOf(exchange, []) === null) return null;
  const answer = receivedOf(await sendRequest({ method: 'GET', path: '/api' }));
  if (answer === null || answer.status !== 200 || typeof answer.body !== 'string') return null;
  const entries = JSON.parse(answer.body) as { name: string; indexes?: string[][] }[];
  const indexes = entries.find(({ name }) => name === list.collection)?.indexes;
  return indexes === undefined ? null : indexNoteOf(exchange, indexes);
}
