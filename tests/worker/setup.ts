import { afterEach } from 'vitest';
import { boot, upstream } from './perigee.ts';

const booted = globalThis as { perigeeBooted?: Promise<void> };
booted.perigeeBooted ??= boot();
await booted.perigeeBooted;

afterEach(() => upstream.resetHandlers());
