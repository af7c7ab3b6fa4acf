// The button and the dialog in the masthead of every page: src/layouts/TokenDialog.astro has their HTML.
import { onTokenChange, sessionToken, setSessionToken } from './token.ts';

/** What the dialog needs of the page. */
interface Parts {
  button: HTMLButtonElement;
  dialog: HTMLDialogElement;
  form: HTMLFormElement;
  input: HTMLInputElement;
  message: HTMLElement;
  forget: HTMLButtonElement;
}

/** Connects the button and the dialog of the page. */
export function startTokenDialog(): void {
  const parts = findParts();
  const { button, dialog, form, input, message, forget } = parts;
  const show = () => {
    const hasToken = sessionToken() !== null;
    button.dataset['state'] = hasToken ? 'present' : 'absent';
    button.setAttribute('aria-label', hasToken ? 'Token: in use' : 'Token: none');
    forget.hidden = !hasToken;
  };
  button.addEventListener('click', () => {
    message.textContent = '';
    input.removeAttribute('aria-invalid');
    dialog.showModal();
  });
  for (const close of dialog.querySelectorAll('[data-close]')) {
    close.addEventListener('click', () => dialog.close());
  }
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  forget.addEventListener('click', () => {
    setSessionToken(null);
    dialog.close();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const token = input.value.trim();
    const refusal = await refusalOf(token);
    message.textContent = refusal ?? '';
    input.setAttribute('aria-invalid', String(refusal !== null));
    if (refusal !== null) return;
    setSessionToken(token);
    form.reset();
    dialog.close();
  });
  onTokenChange(show);
  show();
}

/** Why the API refuses a token, or `null` when it takes it. */
async function refusalOf(token: string): Promise<string | null> {
  if (!/^[\x21-\x7e]+$/.test(token)) return 'A token has letters, digits and signs only.';
  try {
    const response = await fetch('/api', {
      headers: { authorization: `Bearer ${token}` },
      cache: 'no-store',
    });
    if (response.ok) return null;
    const { detail } = (await response.json()) as { detail?: string };
    return detail ?? `The server answered ${response.status}.`;
  } catch {
    return 'The server cannot be reached.';
  }
}

function findParts(): Parts {
  const find = <Part extends HTMLElement>(name: string): Part => {
    const part = document.querySelector<Part>(`[data-token-${name}]`);
    if (part === null) throw new Error(`The page has no [data-token-${name}].`);
    return part;
  };
  return {
    button: find('button'),
    dialog: find('dialog'),
    form: find('form'),
    input: find('input'),
    message: find('message'),
    forget: find('forget'),
  };
}
