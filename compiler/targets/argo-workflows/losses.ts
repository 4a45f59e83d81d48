/** The guarantees of a plan that Argo Workflows cannot keep. */
import type { Plan } from '../../generated/types/plan.ts';
import { lossesOf } from '../workflows/losses.ts';
import { quoted } from '../workflows/names.ts';
import type { Part } from '../workflows/parts.ts';

const engine = {
  grace: 'within the thirty seconds that a pod has to end',
  keepsFiles: true,
  ways: ['manual', 'symphony'],
  follows: false,
  asksWhenNeeded: false,
};

export const argoLosses = (plan: Plan, parts: readonly Part[]): string[] => [
  ...lossesOf(plan, parts, engine),
  ...(plan.key.environment === null
    ? []
    : [
        `Argo knows no environments: what protects ${quoted(plan.key.environment)} is the namespace and the service account that the workflow runs with.`,
      ]),
  ...(parts.some(({ approval }) => approval) ? [approvers] : []),
  submitters,
];

const approvers =
  'An approval is a suspended task. Whoever may resume workflows in the namespace may approve, and the journal gets the name that they type.';

const submitters =
  'Whoever may submit the workflow chooses the repository, its revision and the image, so the definitions are only as binding as that permission.';
