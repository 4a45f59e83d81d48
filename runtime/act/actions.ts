/** What a step does: the five kinds of action. They throw StepFailure, or what a handler throws. */
import { randomUUID } from 'node:crypto';
import type { PlanHandlerAction, PlanMovement, PlanProbeAction, PlanRunAction, PlanStep } from '../generated/plan.ts';
import { readInputs } from '../plan/inputs.ts';
import { type InputValues, judge } from '../run/conditions.ts';
import { StepFailure } from '../run/limits.ts';
import type { Recorder } from '../run/recorder.ts';
import { factsOf, type Performance, type Played, type Prepared } from '../run/session.ts';
import { commandEnvironment, withMeasures } from './command.ts';
import { callContext, handlerContext } from './context.ts';
import { lookAt } from './probe.ts';

interface StepCall {
  readonly performance: Performance;
  readonly movement: PlanMovement;
  readonly step: PlanStep;
  readonly attempt: number;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
  /** Called with the symphony that was performed, however that ended. */
  readonly onPerformed: (played: Played) => void;
}

export interface Acted {
  readonly output?: unknown;
  /** Somebody has to decide first. */
  readonly waiting?: { readonly role: string; readonly question?: string };
}

/** How much of what a command prints or a probe reads goes into the result. */
const shownLimit = 4000;

/** Does what the step does, once. */
export async function act(call: StepCall): Promise<Acted> {
  const { does } = call.step;
  switch (does.type) {
    case 'handler':
      return { output: await callHandler(call, does) };
    case 'run':
      return { output: await runStep(call, does) };
    case 'probe':
      return { output: await probeStep(call, does) };
    case 'perform':
      return performStep(call, call.performance.prepared.performed.get(does.symphony)!);
    case 'approve':
      return { waiting: { role: does.by, question: does.question } };
  }
}

async function callHandler(
  { performance, movement, step, attempt, recorder, signal }: StepCall,
  does: PlanHandlerAction,
): Promise<unknown> {
  const handler = performance.prepared.modules.get(does.module)![does.export] as (context: unknown) => unknown;
  const context = handlerContext(callContext(performance, movement, step, signal), attempt, recorder);
  const output = await performance.session.guard(Promise.resolve(context).then(handler));
  return output === undefined ? undefined : asJson(output);
}

/** What a handler gives back as JSON says it. */
function asJson(output: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(output) ?? 'null');
  } catch (error) {
    throw new StepFailure(
      'failed',
      `what the handler gives back cannot be written as JSON: ${(error as Error).message}`,
    );
  }
}

async function runStep(call: StepCall, { argv }: PlanRunAction): Promise<unknown> {
  const { performance, step, recorder, signal } = call;
  const { root, notify } = performance.session;
  const { runCommand } = await import('./process.ts');
  const env = commandEnvironment(performance, call.movement, step);
  const result = await withMeasures(step, recorder, (more) =>
    runCommand({
      argv,
      root,
      env: { ...env, ...more },
      signal,
      keep: shownLimit,
      onOutput: (chunk) => notify({ type: 'output', chunk }),
    }),
  );
  const { exit, stdout, stderr } = result;
  signal.throwIfAborted();
  if (exit !== 0)
    throw new StepFailure('failed', `\`${argv.join(' ')}\` ended with ${exit}`, { output: { exit, stdout, stderr } });
  for (const id of step.evidence) recorder.evidence(id, { argv, exit, stdout, stderr });
  return { exit, stdout, stderr };
}

async function probeStep(
  { performance, movement, step, recorder, signal }: StepCall,
  does: PlanProbeAction,
): Promise<unknown> {
  const env = commandEnvironment(performance, movement, step);
  const observed = await lookAt(does, { root: performance.session.root, env, signal });
  const output = Object.fromEntries(Object.entries(observed).map(([name, value]) => [name, shown(value)]));
  const { verdict, reason } = await judge(does.expect, { ...factsOf(performance), observed });
  if (verdict !== 'holds') throw new StepFailure('expectation', reason ?? 'the expectation does not hold', { output });
  for (const id of step.evidence) recorder.evidence(id, { look: does.look, at: does.at, ...output });
  return output;
}

function shown(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' ? value.slice(0, shownLimit) : value;
}

async function performStep(call: StepCall, prepared: Prepared): Promise<Acted> {
  const { performance, step, recorder, signal } = call;
  const { session } = performance;
  const inputs = inputsFor(prepared, step, performance.inputs);
  const run = randomUUID();
  const depth = performance.depth + 1;
  const played = await session.perform({ session, prepared, inputs, run, depth, signal });
  call.onPerformed(played);
  const { status, failure, confirmation } = played.result;
  if (confirmation) return { waiting: confirmation };
  if (status !== 'done') throw new StepFailure(failure!.kind, `\`${failure!.subject}\`: ${failure!.message}`);
  const planDigest = prepared.planDigest ?? null;
  for (const id of step.evidence) recorder.evidence(id, { symphony: prepared.plan.id, planDigest, run });
  return {};
}

/** The constants of the step; else the performing symphony's input of the same name. Throws UsageError. */
export function inputsFor({ plan }: Pick<Prepared, 'plan'>, step: PlanStep, outer: InputValues): InputValues {
  const passed = Object.fromEntries(Object.entries(outer).filter(([name]) => Object.hasOwn(plan.inputs, name)));
  return readInputs(plan, { ...passed, ...step.with });
}
