import { afterEach } from 'vitest';
import { boot, restoreFirstDocuments, upstream } from './perigee.ts';

const booted = globalThis as { perigeeBooted?: Promise<void> };
booted.perigeeBooted ??= boot();
await booted.perigeeBooted;
await restoreFirstDocuments();

afterEach(() => upstream.resetHandlers());
