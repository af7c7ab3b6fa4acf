import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Exchange } from '../request/exchange.ts';
import { sendRequest } from '../request/send-request.ts';
import { onTokenChange } from '../session/token.ts';

export interface Loaded {
  /** The last exchange; that of the path before stays until the next has ended. */
  exchange: Exchange | null;
  isLoading: boolean;
  reload: () => void;
}

/** Reads a path, and again when it or the token changes. Nothing is read for `null`. */
export function useExchange(path: string | null): Loaded {
  const [state, setState] = useState<{ exchange: Exchange | null; isLoading: boolean }>({
    exchange: null,
    isLoading: path !== null,
  });
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => onTokenChange(reload), [reload]);
  useEffect(() => {
    if (path === null) return undefined;
    const controller = new AbortController();
    setState(({ exchange }) => ({ exchange, isLoading: true }));
    sendRequest({ method: 'GET', path }, { signal: controller.signal }).then(
      (exchange) => setState({ exchange, isLoading: false }),
      () => undefined,
    );
    return () => controller.abort();
  }, [path, turn]);
  return { ...state, reload };
}
