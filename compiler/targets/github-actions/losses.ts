/** The guarantees of a plan that GitHub Actions cannot keep. */
import type { Plan } from '../../generated/types/plan.ts';
import { lossesOf } from '../workflows/losses.ts';
import { quoted } from '../workflows/names.ts';
import { type Part, reachesOut } from '../workflows/parts.ts';
import { ways } from './triggers.ts';

const engine = {
  grace: 'within about ten seconds',
  keepsFiles: false,
  ways,
  follows: true,
  asksWhenNeeded: true,
};

export const githubLosses = (plan: Plan, parts: readonly Part[]): string[] => [
  ...lossesOf(plan, parts, engine),
  ...environmentLosses(plan),
  ...(parts.some(({ approval }) => approval) ? [approvers] : []),
];

const approvers =
  'Who may approve is what the settings of the repository say, where administrators can let a job pass unasked. The journal gets the login of who did, and the role has to list it.';

function environmentLosses({ key: { environment }, movements }: Plan): string[] {
  if (environment === null) return [];
  return movements.some(reachesOut)
    ? [
        `What protects the environment ${quoted(environment)} is what the settings of the repository say; without any, its jobs start unasked. Two runs may be in it at once.`,
      ]
    : [`No beat reaches beyond its machine, so no job enters the environment ${quoted(environment)}.`];
}
