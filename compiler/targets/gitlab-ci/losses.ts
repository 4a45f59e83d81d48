/** The guarantees of a plan that GitLab CI/CD cannot keep. */
import type { Plan } from '../../generated/types/plan.ts';
import { lossesOf } from '../workflows/losses.ts';
import { quoted } from '../workflows/names.ts';
import { type Part, reachesOut } from '../workflows/parts.ts';
import { ways } from './triggers.ts';

const engine = {
  grace: 'within the few seconds that its runner leaves it',
  keepsFiles: false,
  ways,
  follows: false,
  asksWhenNeeded: false,
};

export const gitlabLosses = (plan: Plan, parts: readonly Part[]): string[] => [
  ...lossesOf(plan, parts, engine),
  ...environmentLosses(plan),
  ...(parts.some(({ approval }) => approval) ? [approvers] : []),
];

const approvers =
  'A manual job can be started by everybody who may run jobs on the branch, unless the environment with the name of the role is protected. The journal gets the login of who did, and the role has to list it.';

function environmentLosses({ key: { environment }, movements }: Plan): string[] {
  if (environment === null) return [];
  return movements.some(reachesOut)
    ? [
        `What protects the environment ${quoted(environment)} is what the settings of the project say; without any, its jobs start unasked.`,
      ]
    : [`No beat reaches beyond its machine, so no job enters the environment ${quoted(environment)}.`];
}
