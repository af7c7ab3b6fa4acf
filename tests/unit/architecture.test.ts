import { cruise } from 'dependency-cruiser';
import { expect, it } from 'vitest';
import config from '../../.dependency-cruiser.mjs';

it('imports in src go down through the rooms, without circles', async () => {
  const { forbidden = [], options } = config;
  const { output } = await cruise(['src'], { ...options, validate: true, ruleSet: { forbidden } });
  if (typeof output === 'string') throw new Error(output);
  const { totalCruised, violations } = output.summary;
  expect(totalCruised).toBeGreaterThan(50);
  expect(violations.map(({ from, to, rule }) => `${from} → ${to} (${rule.name})`)).toEqual([]);
});
