import { onTokenChange } from '../session/token.ts';
import { findPart } from '../ui/find-part.ts';
import { targetOf } from './address.ts';
import { ConsoleScreen } from './console-screen.tsx';

/** Connects the console of the page. */
export function startConsole(): void {
  const screen = new ConsoleScreen();
  const element = findPart('#console-form', HTMLFormElement);
  const send = findPart('#console-send', HTMLButtonElement);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    void screen.submit();
  });
  connectSendKey(element, send);
  findPart('#console-cancel', HTMLButtonElement).addEventListener('click', () => {
    screen.cancel();
    send.focus();
  });
  connectLinks(screen);
  window.addEventListener('popstate', () => screen.followAddress());
  onTokenChange(() => screen.showToken());
  screen.begin();
  findPart('#console', HTMLDivElement).dataset['ready'] = '';
}

/** Ctrl+Enter sends the request. The editor of the body, in which this key adds a line, hears it later. */
function connectSendKey(form: HTMLFormElement, send: HTMLButtonElement): void {
  form.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      form.requestSubmit(send);
    },
    { capture: true },
  );
}

/** A link to a request of this origin fills the form, and sends the request if it only reads. */
function connectLinks(screen: ConsoleScreen): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const target = link && isPlain ? targetOf(link) : null;
    if (target === null) return;
    event.preventDefault();
    screen.fill(target.draft);
    if (target.isSent) void screen.submit();
  });
}
