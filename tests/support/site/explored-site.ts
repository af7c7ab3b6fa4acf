import { beforeAll } from 'vitest';
import { useCachedWorkerWithOverlays } from '../worker/project-copy.ts';
import { STARS, VOYAGES, withExploredCollections } from './explored-collections.ts';

export interface ExploredSite {
  origin(): string;
  /** Sends a request as another client would, with the root token. */
  write(method: string, path: string, body?: unknown): Promise<number>;
}

/** Runs a copy of this project with collections of every kind, and documents in them. */
export function useExploredSite(): ExploredSite {
  const { server, write } = useCachedWorkerWithOverlays([], withExploredCollections);
  let origin = '';
  beforeAll(async () => {
    ({ origin } = (await server.listen()).url);
    await write('POST', '/api/stars', STARS);
    await write('POST', '/api/voyages', VOYAGES);
  });
  return { origin: () => origin, write };
}
