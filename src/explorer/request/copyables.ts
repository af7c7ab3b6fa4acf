import type { Copyable } from '../ui/CopyMenu.tsx';
import { clientCallOf } from './client-call.ts';
import { consoleUrl } from './draft.ts';
import type { Exchange } from './exchange.ts';
import { urlOfPath } from './own-path.ts';
import { curlOf, fetchOf } from './snippets.ts';

/** The forms in which a request is copied. */
export function copyablesOf({ draft, hasToken }: Exchange, origin: string): Copyable[] {
  const call = clientCallOf(draft, origin, hasToken);
  return [
    { name: 'curl', text: curlOf(draft, origin, hasToken) },
    { name: 'fetch()', text: fetchOf(draft, origin, hasToken) },
    ...(call === null ? [] : [{ name: call.client, text: call.code }]),
    { name: 'URL', text: urlOfPath(draft.path, origin).href },
    { name: 'Link to the console', text: origin + consoleUrl(draft) },
  ];
}
