import { fingerprint, toBase64Url } from '../http/digest.ts';

/** `pgee_` and 256 random bits. The prefix lets a scanner of secrets recognise a token. */
const TOKEN = /^pgee_[A-Za-z0-9_-]{43}$/;

export function newToken(): string {
  return `pgee_${toBase64Url(crypto.getRandomValues(new Uint8Array(32)))}`;
}

/** Whether a text has the form of a token. */
export function isTokenForm(text: string): boolean {
  return TOKEN.test(text);
}

/** The SHA-256 of a token in hexadecimal, which the database stores. 256 random bits need neither salt nor a slow hash. */
export function tokenHash(token: string): Promise<string> {
  return fingerprint(token);
}
