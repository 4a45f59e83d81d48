/** Before the first step: everything a run will need is found, compared with its digest and loaded, or it is refused. */

import { inputsFor } from '../act/actions.ts';
import { append } from '../core/lists.ts';
import { systemReason } from '../core/system-errors.ts';
import type { Plan, PlanStep } from '../generated/plan.ts';
import { dynamicsLevels } from '../model/dynamics.ts';
import type { InputValues } from '../run/conditions.ts';
import type { Dynamics, Prepared } from '../run/session.ts';
import { isPlayed, skippedDecisions, unheardEvents } from './awaited.ts';
import { loadModule, type Namespace } from './modules.ts';
import { contradiction, loadPlan, nonconformance } from './plans.ts';
import { type VerifiedModule, verifyModule } from './verify.ts';

interface Preparation {
  readonly root: string;
  /** The folder in which the plans of performed symphonies lie. */
  readonly plans: string;
  readonly dynamics: Dynamics;
  /** The only movement that is played. */
  readonly movement?: string;
  /** The only beat, or step, that is. */
  readonly beat?: string;
  readonly inputs: InputValues;
  /** Events that have happened before the run. */
  readonly happened: readonly string[];
  /** Plays what a build gave that does not conform. */
  readonly allowNonconforming: boolean;
}

interface Loaded {
  readonly plan: Plan;
  readonly digest?: string;
}

interface Reference {
  readonly module: string;
  readonly export: string;
}

/** What was found and compared; nothing of it has been executed. */
interface Survey {
  readonly plan: Plan;
  readonly digest?: string;
  readonly references: readonly Reference[];
  readonly modules: ReadonlyMap<string, VerifiedModule>;
  readonly performed: ReadonlyMap<string, Survey>;
}

/** The plan ready to be played, or every reason why it is not. */
export async function prepare(
  loaded: Loaded,
  preparation: Preparation,
): Promise<Prepared | { readonly refused: readonly string[] }> {
  const { plan, digest } = loaded;
  const { plans, movement, beat, happened } = preparation;
  const edited = digest === undefined ? undefined : contradiction(plans, plan.id, digest);
  if (edited !== undefined) return { refused: [edited] };
  // What repairs a workspace is played when there is something to repair.
  const anyway = preparation.allowNonconforming || plan.category === 'governance';
  const unfit = digest === undefined || anyway ? undefined : nonconformance(plans);
  if (unfit !== undefined) return { refused: [unfit] };
  const problems = movement === undefined ? [] : unheardEvents(plan, movement, happened, beat);
  if (beat !== undefined) append(problems, skippedDecisions(plan, beat));
  const survey = surveyPlan(loaded, preparation, problems);
  if (problems.length > 0) return { refused: [...new Set(problems)] };
  const prepared = await load(survey, preparation.root, problems);
  return problems.length > 0 ? { refused: [...new Set(problems)] } : prepared;
}

function surveyPlan({ plan, digest }: Loaded, preparation: Preparation, problems: string[]): Survey {
  const steps = playedSteps(plan, preparation);
  const references = steps.flatMap(referencesOf);
  const modules = new Map<string, VerifiedModule>();
  for (const alias of new Set(references.map((reference) => reference.module))) {
    const verified = verify(plan, alias, references, preparation.root);
    if ('problems' in verified) append(problems, verified.problems);
    else modules.set(alias, verified);
  }
  const performed = new Map<string, Survey>();
  for (const step of steps) {
    if (step.does.type === 'perform') surveyPerformed(plan, step, step.does.symphony, preparation, problems, performed);
  }
  return { plan, digest, references, modules, performed };
}

function playedSteps(plan: Plan, { dynamics, movement, beat }: Preparation): PlanStep[] {
  const level = dynamicsLevels.indexOf(dynamics);
  const movements = plan.movements.filter(({ id }) => movement === undefined || id === movement);
  return movements
    .flatMap(({ steps }) => steps)
    .filter((step) => dynamicsLevels.indexOf(step.from) <= level && isPlayed(step, beat));
}

const referencesOf = ({ does, rollback }: PlanStep): Reference[] => [
  ...(does.type === 'handler' ? [does] : []),
  ...(rollback ? [rollback] : []),
];

function verify(
  plan: Plan,
  alias: string,
  references: readonly Reference[],
  root: string,
): ReturnType<typeof verifyModule> {
  const module = plan.handlers[alias];
  if (module) return verifyModule(root, alias, module);
  const names = references.filter((reference) => reference.module === alias).map((reference) => reference.export);
  const problems = [...new Set(names)].map((name) => `no handler module exports \`${name}\` yet`);
  return { problems: alias === '' ? problems : [`the handler module \`${alias}\` does not exist yet`] };
}

function surveyPerformed(
  plan: Plan,
  step: PlanStep,
  id: string,
  preparation: Preparation,
  problems: string[],
  performed: Map<string, Survey>,
): void {
  const expected = plan.plans[id];
  const loaded = expected
    ? loadPlan(preparation.plans, id)
    : { error: `there is no plan for \`${id}\` that could be performed` };
  if ('error' in loaded) problems.push(loaded.error);
  else if (loaded.digest !== expected)
    problems.push(`the plan of \`${id}\` is not the one that \`${plan.id}\` was built with; build both again`);
  else {
    const inputs = inputsOrProblem(loaded.plan, step, preparation.inputs, problems);
    if (performed.has(id)) return;
    performed.set(id, surveyPlan(loaded, { ...preparation, movement: undefined, beat: undefined, inputs }, problems));
  }
}

function inputsOrProblem(plan: Plan, step: PlanStep, outer: InputValues, problems: string[]): InputValues {
  try {
    return inputsFor({ plan }, step, outer);
  } catch (error) {
    problems.push(`\`${step.id}\` cannot perform it: ${(error as Error).message}`);
    return {};
  }
}

async function load(survey: Survey, root: string, problems: string[]): Promise<Prepared> {
  const modules = new Map<string, Namespace>();
  for (const [alias, module] of survey.modules) {
    try {
      modules.set(alias, await loadModule(root, module));
    } catch (error) {
      problems.push(`the handler module \`${module.path}\` cannot be loaded: ${systemReason(error)}`);
    }
  }
  for (const { module, export: name } of survey.references) {
    const namespace = modules.get(module);
    if (namespace && typeof namespace[name] !== 'function')
      problems.push(`\`${survey.modules.get(module)!.path}\` exports no function \`${name}\``);
  }
  const performed = new Map<string, Prepared>();
  for (const [id, inner] of survey.performed) performed.set(id, await load(inner, root, problems));
  return { plan: survey.plan, planDigest: survey.digest, modules, performed };
}
