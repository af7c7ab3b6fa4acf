import { sessionToken } from './token.ts';

/** Opens the dialog of the token, and tells whether the session has one when it closes. */
export function askForToken(): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>('[data-token-dialog]');
  document.querySelector<HTMLElement>('[data-token-button]')?.click();
  if (dialog === null || !dialog.open) return Promise.resolve(sessionToken() !== null);
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(sessionToken() !== null), { once: true });
  });
}
