import type { ContractFiles } from '../lib/documents/serve-contract.ts';
import { Problem } from '../lib/http/problem.ts';
import { withinTime } from '../lib/http/time-limit.ts';
import { requireBinding } from './environment.ts';

/** Milliseconds of waiting for a file. */
const TIMEOUT_MS = 10_000;

/** The prerendered OpenAPI documents. Vite's development server has none, so it makes them. */
export const contractFiles: ContractFiles = {
  async read(name) {
    if (import.meta.env.DEV) {
      const { contractText } = await import('./contract.ts');
      return contractText(name);
    }
    return withinTime(readFile(name), TIMEOUT_MS, () => unavailable());
  },
};

async function readFile(name: string): Promise<string> {
  const assets = requireBinding('ASSETS');
  try {
    // The binding ignores the host.
    const response = await assets.fetch(`http://localhost/contract/${CONTRACT_FOLDER}/${name}.json`);
    if (response.ok) return await response.text();
    await response.body?.cancel();
    throw unavailable(`The status is ${response.status}.`);
  } catch (error) {
    throw error instanceof Problem ? error : unavailable(error);
  }
}

function unavailable(cause?: unknown): Problem {
  return new Problem('contract-unavailable', 'The OpenAPI document cannot be read.', { cause });
}
