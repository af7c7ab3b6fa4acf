import type { ContractFiles } from '../lib/documents/serve-contract.ts';
import { Problem } from '../lib/http/problem/problem.ts';
import { withinTime } from '../lib/http/time-limit.ts';
import { requireBinding } from './environment.ts';

/** The longest wait for a file. */
const TIMEOUT_MS = 10_000;

/** The prerendered OpenAPI documents. Vite's development server has none, so it makes them. */
export const contractFiles: ContractFiles = {
  async read(name) {
    if (import.meta.env.DEV) {
      const { contractText } = await import('./contract.ts');
      return contractText(name);
    }
    // The binding ignores the host.
    const url = `http://localhost/contract/${CONTRACT_FOLDER}/${name}.json`;
    const file = requireBinding('ASSETS').fetch(url).then(textOf).catch(unavailable);
    return withinTime(file, TIMEOUT_MS, () => new Problem(...UNAVAILABLE));
  },
};

const UNAVAILABLE = ['contract-unavailable', 'The OpenAPI document cannot be read.'] as const;

function textOf(response: Response): Promise<string> {
  return response.ok ? response.text() : unavailable(`The status is ${response.status}.`);
}

function unavailable(cause: unknown): never {
  throw new Problem(...UNAVAILABLE, { cause });
}
