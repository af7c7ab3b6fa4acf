import type { OptionDefinition, TakenOptions } from './arguments.ts';
import { textOf } from './arguments.ts';

/** The options of wrangler that all scripts with a database share. */
export const TARGET_OPTIONS = {
  env: { type: 'string', short: 'e' },
  config: { type: 'string', short: 'c' },
  remote: { type: 'boolean' },
  'persist-to': { type: 'string', alias: 'persistTo' },
} as const satisfies Record<string, OptionDefinition>;

/** Which Worker and which database a script works on. */
export interface Target {
  /** The environment of the configuration; the top level if absent or empty. */
  env: string | undefined;
  /** The configuration file; wrangler's default if absent. */
  config: string | undefined;
  isRemote: boolean;
  /** The folder of the local state; wrangler's default if absent. */
  persistTo: string | undefined;
}

export function targetOf(taken: TakenOptions): Target {
  return {
    env: textOf(taken, 'env'),
    config: textOf(taken, 'config'),
    isRemote: taken.values['remote'] === true,
    persistTo: textOf(taken, 'persist-to'),
  };
}

/** The arguments that select the Worker in every command of wrangler. */
export function workerArguments({ env, config }: Pick<Target, 'env' | 'config'>): string[] {
  return [
    ...(env === undefined ? [] : ['--env', env]),
    ...(config === undefined ? [] : ['--config', config]),
  ];
}

/** The arguments that select the database in `wrangler d1`. */
export function databaseArguments(target: Target): string[] {
  const { isRemote, persistTo } = target;
  return [
    isRemote ? '--remote' : '--local',
    ...(isRemote || persistTo === undefined ? [] : ['--persist-to', persistTo]),
    ...workerArguments(target),
  ];
}

/**
 * The variables that select the Worker in `astro build`
 * (https://developers.cloudflare.com/workers/vite-plugin/reference/cloudflare-environments/).
 */
export function buildVariables({ env, config }: Pick<Target, 'env' | 'config'>): Record<string, string> {
  return {
    ...(env === undefined ? {} : { CLOUDFLARE_ENV: env }),
    ...(config === undefined ? {} : { CLOUDFLARE_VITE_WRANGLER_CONFIG_PATH: config }),
  };
}
