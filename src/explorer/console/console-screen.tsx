import { render } from 'preact';
import type { Draft } from '../request/draft.ts';
import { type Exchange, receivedOf } from '../request/exchange.ts';
import { statusName } from '../request/explain.ts';
import { droppedHeaders, refusalOf } from '../request/refusal.ts';
import { sendRequest } from '../request/send-request.ts';
import { sessionToken } from '../session/token.ts';
import { findPart } from '../ui/find-part.ts';
import { formatBytes, formatMilliseconds } from '../ui/format.ts';
import { draftOfAddress, followAddress } from './address.ts';
import { HistoryList } from './HistoryList.tsx';
import { clearHistory, readHistory, remember } from './history.ts';
import type { IndexNote } from './index-note.ts';
import { readPageData } from './page-data.ts';
import { Result } from './Result.tsx';
import { readIndexNote } from './read-index-note.ts';
import { connectForm } from './request-form.ts';

/** The form, the result and the history of the console, over the elements of the page. */
export class ConsoleScreen {
  readonly #meanings = readPageData().headers;
  readonly #form = connectForm();
  readonly #result = findPart('#console-result', HTMLDivElement);
  readonly #status = findPart('#console-status', HTMLParagraphElement);
  readonly #cancel = findPart('#console-cancel', HTMLButtonElement);
  readonly #history = findPart('#console-history', HTMLDivElement);
  #search = location.search;
  #running: AbortController | null = null;
  #shown: { exchange: Exchange; note: IndexNote | null } | null = null;

  /** Shows the request of the address, the token and the history. */
  begin(): void {
    // Preact keeps the hint that the HTML of the page has.
    this.#history.replaceChildren();
    this.#form.write(draftOfAddress());
    this.showToken();
    this.#showHistory();
  }

  /** Writes a request into the form, and focuses the part that is edited next: the body, or else the path. */
  fill(draft: Draft): void {
    this.#form.write(draft);
    this.#form.refuse(null);
    findPart(draft.body === undefined ? '#console-path' : '#console-body', HTMLElement).focus();
  }

  /** Sends the request of the form, unless it is refused. A request that is still running is cancelled. */
  async submit(): Promise<void> {
    const draft = this.#form.read();
    const refusal = refusalOf(draft, location.origin);
    this.#form.refuse(refusal);
    if (refusal !== null) return;
    this.cancel();
    const controller = new AbortController();
    this.#setRunning(controller);
    this.#status.textContent = 'Sending…';
    followAddress(draft);
    this.#search = location.search;
    try {
      await this.#exchange(draft, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      if (this.#running !== controller) return;
      this.#status.textContent = 'Cancelled. The server may have executed the request.';
      this.#setRunning(null);
    }
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** Shows the request of the address, after a step in the history of the browser. */
  followAddress(): void {
    // A link within the page changes the fragment alone.
    if (location.search !== this.#search) this.#form.write(draftOfAddress());
    this.#search = location.search;
  }

  showToken(): void {
    findPart('#console-token', HTMLParagraphElement).textContent =
      sessionToken() === null ? 'No token is sent.' : 'The token of this tab is sent.';
    this.#showResult();
  }

  /** Sends a request and shows its response, then the note on the index of a list. */
  async #exchange(draft: Draft, signal: AbortSignal): Promise<void> {
    const exchange = await sendRequest(draft, { signal });
    this.#shown = { exchange, note: null };
    this.#status.textContent = statusText(exchange);
    remember(exchange, Date.now(), sessionStorage);
    this.#showHistory();
    this.#showResult();
    this.#setRunning(null);
    // The button that sent the request may be gone with the response before it.
    if (document.activeElement === document.body) findPart('#console-response-title', HTMLElement).focus();
    const note = await readIndexNote(exchange);
    if (note === null || this.#shown.exchange !== exchange) return;
    this.#shown = { exchange, note };
    this.#showResult();
  }

  #setRunning(controller: AbortController | null): void {
    this.#running = controller;
    this.#cancel.hidden = controller === null;
    this.#result.setAttribute('aria-busy', String(controller !== null));
  }

  #showHistory(): void {
    render(
      <HistoryList
        history={readHistory(sessionStorage)}
        onRestore={(draft) => this.fill(draft)}
        onClear={() => {
          clearHistory(sessionStorage);
          this.#showHistory();
          findPart('#console-history-title', HTMLHeadingElement).focus();
        }}
      />,
      this.#history,
    );
  }

  #showResult(): void {
    if (this.#shown === null) return;
    // What the page had at first is not of Preact.
    this.#result.querySelector('.console-starts')?.remove();
    const { exchange, note } = this.#shown;
    render(
      <Result
        exchange={exchange}
        note={note}
        dropped={'failure' in exchange.outcome ? [] : droppedHeaders(exchange.draft, location.origin)}
        hasToken={sessionToken() !== null}
        meanings={this.#meanings}
        onFill={(draft) => this.fill(draft)}
        onSend={(draft) => {
          this.#form.write(draft);
          void this.submit();
        }}
      />,
      this.#result,
    );
  }
}

function statusText(exchange: Exchange): string {
  const received = receivedOf(exchange);
  if (received === null) return 'No response.';
  const { status, milliseconds, bytes } = received;
  return `${status} ${statusName(status)} after ${formatMilliseconds(milliseconds)}, ${formatBytes(bytes)}.`;
}
