/** The token of this tab. It is in the session storage, so it ends with the tab, and no other site can read it. */
const KEY = 'perigee-token';

const CHANGE = 'perigee-token';

export function sessionToken(): string | null {
  return sessionStorage.getItem(KEY);
}

/** Stores the token, or forgets it with `null`. */
export function setSessionToken(token: string | null): void {
  if (token === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token);
  window.dispatchEvent(new Event(CHANGE));
}

/** Calls the listener after each change, until the function that is returned is called. */
export function onTokenChange(listener: () => void): () => void {
  window.addEventListener(CHANGE, listener);
  return () => window.removeEventListener(CHANGE, listener);
}
