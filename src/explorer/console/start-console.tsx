import { render } from 'preact';
import type { Draft } from '../request/draft.ts';
import { type Exchange, receivedOf } from '../request/exchange.ts';
import { statusName } from '../request/explain.ts';
import { droppedHeaders, refusalOf } from '../request/refusal.ts';
import { sendRequest } from '../request/send-request.ts';
import { onTokenChange, sessionToken } from '../session/token.ts';
import { findPart } from '../ui/find-part.ts';
import { formatBytes, formatMilliseconds } from '../ui/format.ts';
import { draftOfAddress, followAddress, targetOf } from './address.ts';
import { HistoryList } from './HistoryList.tsx';
import { clearHistory, readHistory, remember } from './history.ts';
import type { IndexNote } from './index-note.ts';
import { readPageData } from './page-data.ts';
import { Result } from './Result.tsx';
import { readIndexNote } from './read-index-note.ts';
import { connectForm } from './request-form.ts';

/** Connects the console of the page. */
export function startConsole(): void {
  const { headers: meanings } = readPageData();
  const form = connectForm();
  const element = findPart('#console-form', HTMLFormElement);
  const result = findPart('#console-result', HTMLDivElement);
  const status = findPart('#console-status', HTMLParagraphElement);
  const send = findPart('#console-send', HTMLButtonElement);
  const cancel = findPart('#console-cancel', HTMLButtonElement);
  const history = findPart('#console-history', HTMLDivElement);
  let search = location.search;
  let running: AbortController | null = null;
  let shown: { exchange: Exchange; note: IndexNote | null } | null = null;

  const fill = (draft: Draft) => {
    form.write(draft);
    form.refuse(null);
    // The body is what is edited next, or else the path.
    findPart(draft.body === undefined ? '#console-path' : '#console-body', HTMLElement).focus();
  };
  const showHistory = () =>
    render(
      <HistoryList
        history={readHistory(sessionStorage)}
        onRestore={fill}
        onClear={() => {
          clearHistory(sessionStorage);
          showHistory();
          findPart('#console-history-title', HTMLHeadingElement).focus();
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
    search = location.search;
    try {
      const exchange = await sendRequest(draft, { signal: controller.signal });
      shown = { exchange, note: null };
      status.textContent = statusText(exchange);
      remember(exchange, Date.now(), sessionStorage);
      showHistory();
      showResult();
      setRunning(null);
      // The button that sent the request may be gone with the response before it.
      if (document.activeElement === document.body) findPart('#console-response-title', HTMLElement).focus();
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
  window.addEventListener('popstate', () => {
    // A link within the page changes the fragment alone.
    if (location.search !== search) form.write(draftOfAddress());
    search = location.search;
  });
  const showToken = () => {
    findPart('#console-token', HTMLParagraphElement).textContent =
      sessionToken() === null ? 'No token is sent.' : 'The token of this tab is sent.';
    showResult();
  };
  onTokenChange(showToken);
  // Preact keeps the hint that the HTML of the page has.
  history.replaceChildren();
  form.write(draftOfAddress());
  showToken();
  showHistory();
  findPart('#console', HTMLDivElement).dataset['ready'] = '';
}

function statusText(exchange: Exchange): string {
  const received = receivedOf(exchange);
  if (received === null) return 'No response.';
  const { status, milliseconds, bytes } = received;
  return `${status} ${statusName(status)} after ${formatMilliseconds(milliseconds)}, ${formatBytes(bytes)}.`;
}
