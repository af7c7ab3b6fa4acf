import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { freePort } from '../lib/free-port.ts';

export interface RunningChromium {
  /** The port of its debugging protocol. */
  port: number;
  stop(): Promise<void>;
}

/**
 * Starts Chromium. The package unpacks it into the folder for temporary files, and would reuse any file of that name there,
 * so the folder is a new one.
 */
export async function startChromium(): Promise<RunningChromium> {
  const folder = mkdtempSync(join(tmpdir(), 'perigee-chromium-'));
  process.env['TMPDIR'] = folder;
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // Chromium refuses to run as root with its sandbox.
    args: ['--no-sandbox', '--disable-dev-shm-usage', `--remote-debugging-port=${port}`],
  });
  return {
    port,
    async stop() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
