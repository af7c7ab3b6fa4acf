import lighthouse, { desktopConfig } from 'lighthouse';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

export type Category = (typeof CATEGORIES)[number];

export const DEVICES = ['mobile', 'desktop'] as const;

export type Device = (typeof DEVICES)[number];

export interface Audited {
  /** From 0 to 100. */
  scores: Readonly<Record<Category, number>>;
  /** The audits that lower a score, by descending weight, as `{id}: {Lighthouse's text}`. */
  findings: readonly string[];
}

/**
 * Audits a page with the settings of Lighthouse: simulated throttling of a phone, or of a desktop.
 *
 * @param port that of Chromium's debugging protocol
 * @throws Error if Lighthouse has no result
 */
export async function audit(url: string, device: Device, port: number): Promise<Audited> {
  const flags = { port, onlyCategories: [...CATEGORIES], logLevel: 'error' as const };
  const result = await lighthouse(url, flags, device === 'desktop' ? desktopConfig : undefined);
  if (result === undefined) throw new Error(`Lighthouse has no result for ${url}.`);
  const { categories, audits, runtimeError } = result.lhr;
  if (runtimeError !== undefined) throw new Error(`${url}: ${runtimeError.message}`);
  const weighted = Object.values(categories).flatMap(({ auditRefs }) => auditRefs);
  const findings = weighted
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ id }) => `${id}: ${audits[id]?.displayValue ?? audits[id]?.title ?? ''}`);
  return {
    scores: Object.fromEntries(
      CATEGORIES.map((category) => [category, Math.round(100 * (categories[category]?.score ?? 0))]),
    ) as Record<Category, number>,
    findings,
  };
}
