import type { Copyable } from '../ui/CopyMenu.tsx';
import { clientCallOf } from './client-call.ts';
import { consoleUrl } from './draft.ts';
import { type Exchange, receivedOf } from './exchange.ts';
import { fileName } from './file-name.ts';
import { urlOfPath } from './own-path.ts';
import { curlOf, fetchOf } from './snippets.ts';

/** The forms in which a request is copied. */
export function copyablesOf(exchange: Exchange, origin: string): Copyable[] {
  const { draft, hasToken } = exchange;
  const received = receivedOf(exchange);
  const isFile = received !== null && received.bytes > 0 && typeof received.body !== 'string';
  const file = isFile ? fileName(draft.path, received.type) : null;
  const call = clientCallOf(draft, origin, hasToken);
  return [
    { name: 'curl', text: curlOf(draft, origin, hasToken, file) },
    { name: 'fetch()', text: fetchOf(draft, origin, hasToken) },
    ...(call === null ? [] : [{ name: call.client, text: call.code }]),
    { name: 'URL', text: urlOfPath(draft.path, origin).href },
    { name: 'Link to the console', text: origin + consoleUrl(draft) },
  ];
}
