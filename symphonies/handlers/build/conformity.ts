/** The five dimensions of conformity, as the compiler scores them. */
import { checkWorkspace, type Score, violationsOf } from './compiler-check.ts';
import type { Call, JsonObject, Measures } from './context.ts';

const dimensions = ['orchestration', 'handler', 'governance', 'traceability', 'dependency'] as const;

type Measured =
  | 'conformity_score'
  | `${(typeof dimensions)[number]}_conformity`
  | 'orchestration_violations'
  | 'governance_violations';

/**
 * Measures the scores without waivers; of a dimension in which nothing was checked there is none. From f on, what the
 * workspace wants for itself has to be reached.
 */
export async function validateConformityDimensions(call: Call & Measures<Measured>): Promise<JsonObject> {
  const verdict = await checkWorkspace(call);
  const { overall, dimensions: scores, aspects } = verdict.scores;
  if (overall !== null) call.measure('conformity_score', overall);
  for (const dimension of dimensions) {
    const raw = scores.find(({ name }) => name === dimension)?.raw ?? null;
    if (raw === null) call.log.warn(`nothing was checked in the dimension ${dimension}`);
    else call.measure(`${dimension}_conformity`, raw);
  }
  call.measure('orchestration_violations', violationsOf(verdict, ['orchestration', 'input']).length);
  call.measure('governance_violations', violationsOf(verdict, ['governance']).length);
  const missed = [...scores, ...aspects].filter(isMissed).map(({ name, raw, goal }) => `${name}: ${raw} of ${goal}`);
  const isStrict = call.dynamics === 'f' || call.dynamics === 'ff';
  if (missed.length > 0 && isStrict) throw new Error(`goals of the workspace are missed: ${missed.join(', ')}`);
  if (missed.length > 0) call.log.warn(`goals of the workspace are missed: ${missed.join(', ')}`);
  return { overall, missed, scores: Object.fromEntries(scores.map(({ name, raw }) => [name, raw])) };
}

const isMissed = ({ raw, goal }: Score): boolean => goal !== undefined && raw !== null && raw < goal;
