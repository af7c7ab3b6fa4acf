import type { TableDefinition } from '../../../src/lib/documents/tables/definition/table-definition.ts';
import { changesOf, expansionOf } from '../../../src/lib/documents/tables/sync/planned-changes.ts';
import { databaseArguments, type Target, workerArguments } from '../target.ts';
import type { DeployedWorker } from './deployed-worker.ts';
import type { RemoteState } from './remote-state.ts';

/** A step of a deployment, as `npm run deploy -- --dry-run` prints it. */
interface PlannedStep {
  what: string;
  /** The command that runs this step alone. */
  command: string;
  details: readonly string[];
}

interface Deployment {
  target: Target;
  worker: DeployedWorker;
  definitions: readonly TableDefinition[];
  /** The arguments of `wrangler deploy`. */
  args: readonly string[];
}

/** The steps of a deployment in their order. */
export function deployPlan(
  { target, worker, definitions, args }: Deployment,
  { exists, pending, present }: RemoteState,
): PlannedStep[] {
  const own = workerArguments(target);
  const { name } = worker.database;
  const before = expansionOf(definitions, present).map(({ what }) => what);
  const after = changesOf(definitions, present).filter(({ what }) => !before.includes(what));
  const sync = ['npm run sync --', ...databaseArguments(target)].join(' ');
  return [
    step(`The database ${name} is missing. Create it`, ['wrangler d1 create', name, ...own], !exists),
    step(
      'Apply the migrations',
      ['wrangler d1 migrations apply DB', ...databaseArguments(target)],
      pending.length > 0,
      pending,
    ),
    step('Add to the tables', [sync, '--expand'], before.length > 0, before),
    step('Deploy', ['wrangler deploy', ...args], true),
    step(
      'Remove what only the previous version used',
      [sync],
      after.length > 0,
      after.map(({ what, isRenaming }) => (isRenaming ? `${what}; responds 503 until this step ends` : what)),
    ),
  ].flat();
}

function step(
  what: string,
  command: readonly string[],
  isNeeded: boolean,
  details: readonly string[] = [],
): PlannedStep[] {
  return isNeeded ? [{ what, command: command.join(' '), details }] : [];
}

/** The plan as text: a number, the step, its command, and what it changes. */
export function planText(steps: readonly PlannedStep[]): string {
  return steps
    .map(({ what, command, details }, i) =>
      [`${i + 1}. ${what}: ${command}`, ...details.map((detail) => `     ${detail}`)].join('\n'),
    )
    .join('\n');
}
