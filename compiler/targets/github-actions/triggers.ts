/** What starts a workflow. */
import type { Plan } from '../../generated/types/plan.ts';
import { isPlain, shown } from '../workflows/names.ts';
import { levelInput } from '../workflows/script.ts';

const events: Readonly<Record<string, object>> = {
  commit: { push: { branches: ['**'] } },
  'pull-request': { pull_request: {} },
  release: { release: { types: ['published'] } },
  incident: { repository_dispatch: { types: ['incident'] } },
};

/** Whatever starts it otherwise, it can be started by hand. */
export function triggersOf(plan: Plan): object {
  const followed = followedBy(plan);
  return {
    workflow_dispatch: { inputs: { [levelInput]: levels(plan), ...inputsOf(plan) } },
    ...Object.assign({}, ...(plan.trigger?.on ?? []).map((way) => events[way])),
    ...(followed.length > 0 ? { workflow_run: { workflows: followed, types: ['completed'] } } : {}),
  };
}

/** A condition over metrics of another run cannot be judged here, and what cannot be judged does not hold. */
const followedBy = ({ after }: Plan): string[] =>
  (after ?? []).filter(({ when }) => when === undefined).map(({ symphony }) => symphony);

export const startedByWorkflow = (plan: Plan): string | undefined =>
  followedBy(plan).length > 0
    ? "github.event_name != 'workflow_run' || github.event.workflow_run.conclusion == 'success'"
    : undefined;

const levels = ({ dynamics }: Plan): object => ({
  description: 'The level of dynamics.',
  type: 'choice',
  options: ['p', 'mf', 'f', 'ff'],
  default: dynamics,
});

const types = { string: 'string', int: 'number', double: 'number', bool: 'boolean' } as const;

const inputsOf = ({ inputs }: Plan): Record<string, object> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { type, description, default: usual }]) => [
      name,
      {
        ...(description === undefined ? {} : { description: shown(description) }),
        type: types[type],
        ...(usual === undefined ? { required: true } : isPlain(usual) ? { default: usual } : {}),
      },
    ]),
  );

/** The ways to start that have an event here. */
export const ways: readonly string[] = ['manual', 'symphony', ...Object.keys(events)];
