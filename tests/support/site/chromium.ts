import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import sparticuz from '@sparticuz/chromium';

const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  devDependencies: Record<string, string>;
};

/**
 * Returns the path of Chromium's executable. The package unpacks 200 MB into the folder for temporary files, and reuses what
 * it finds there, of any version. This function unpacks once, into a folder per version, which gets its name when it is
 * complete.
 */
export async function chromiumPath(): Promise<string> {
  const folder = resolve('node_modules/.cache', `chromium-${devDependencies['@sparticuz/chromium']}`);
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), { recursive: true });
    const unpacking = mkdtempSync(`${folder}-`);
    await within(unpacking, () => sparticuz.executablePath());
    try {
      renameSync(unpacking, folder);
    } catch {
      // Another process was faster.
      rmSync(unpacking, { recursive: true, force: true });
    }
  }
  return join(folder, 'chromium');
}

/** Runs a function with another folder for temporary files. */
async function within<Result>(folder: string, run: () => Promise<Result>): Promise<Result> {
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    return await run();
  } finally {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
  }
}
