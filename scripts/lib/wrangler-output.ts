import { stripVTControlCharacters } from 'node:util';

/** The beginning of wrangler's remarks after an error. */
const REMARK = /^\s*(If you think this is a bug|Note that there is a newer version|🪵|\[code:)/mu;

/** The error that wrangler's output reports, in one line; the whole output if it reports none. */
export function errorOf(output: string): string {
  const text = stripVTControlCharacters(output);
  const [, message] = /\[ERROR\]([\s\S]*)/.exec(text) ?? [];
  if (message === undefined) return text.trim();
  const [own = ''] = message.split(REMARK);
  return own.replaceAll(/\s+/g, ' ').trim();
}
