/** What a step does: the five kinds of action. They throw StepFailure, or what a handler throws. */
import type {
  PlanApproveAction,
  PlanHandlerAction,
  PlanMovement,
  PlanProbeAction,
  PlanRunAction,
  PlanStep,
} from '../generated/plan.ts';
import { type Confirmation, questionKey } from '../model/result.ts';
import { readInputs } from '../plan/inputs.ts';
import { type InputValues, judge } from '../run/conditions.ts';
import { StepFailure, type Stop } from '../run/limits.ts';
import type { Recorder } from '../run/recorder.ts';
import { factsOf, type Performance, type Played, type Prepared } from '../run/session.ts';
import { commandEnvironment, withMeasures } from './command.ts';
import { callContext, handlerContext } from './context.ts';
import { lookAt } from './probe.ts';

interface StepCall {
  readonly performance: Performance;
  readonly movement: PlanMovement;
  readonly step: PlanStep;
  /** Names the step in the journal. */
  readonly path: string;
  readonly attempt: number;
  readonly recorder: Recorder;
  readonly stop: Stop;
  /** Called with the symphony that was performed, however that ended. */
  readonly onPerformed: (played: Played) => void;
}

export interface Acted {
  readonly output?: unknown;
  /** What somebody has to decide first. */
  readonly waiting?: readonly Confirmation[];
  /** Why a decision that is there does not count. */
  readonly problem?: string;
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
      return approveStep(call, does);
  }
}

async function callHandler(
  { performance, movement, step, attempt, recorder, stop }: StepCall,
  does: PlanHandlerAction,
): Promise<unknown> {
  const handler = performance.prepared.modules.get(does.module)![does.export] as (context: unknown) => unknown;
  const context = handlerContext(callContext(performance, movement, step, stop), attempt, recorder);
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
  const { performance, step, recorder, stop } = call;
  const { signal } = stop;
  const { root, notify, reaper } = performance.session;
  const { runCommand } = await import('./process.ts');
  const env = commandEnvironment(performance, call.movement, step);
  const result = await withMeasures(step, recorder, (more) =>
    runCommand({
      argv,
      root,
      env: { ...env, ...more },
      signal,
      reaper,
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
  { performance, movement, step, recorder, stop }: StepCall,
  does: PlanProbeAction,
): Promise<unknown> {
  const env = commandEnvironment(performance, movement, step);
  const { root, reaper } = performance.session;
  const observed = await lookAt(does, { root, env, signal: stop.signal, reaper });
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

/** Names a performed symphony in the journal. Each try is another: what one has undone says nothing about the next. */
export const innerPath = (path: string, attempt: number, symphony: string): string =>
  attempt > 1 ? `${path}/~${attempt}/${symphony}` : `${path}/${symphony}`;

async function performStep(call: StepCall, prepared: Prepared): Promise<Acted> {
  const { performance, step, recorder, stop } = call;
  const { session } = performance;
  const inputs = inputsFor(prepared, step, performance.inputs);
  const run = `${performance.run}/${call.movement.id}/${step.id}`;
  const played = await session.perform({
    session,
    prepared,
    inputs,
    run,
    path: innerPath(call.path, call.attempt, prepared.plan.id),
    depth: performance.depth + 1,
    signal: stop.signal,
    outputs: new Map(),
    snapshots: new Map(),
  });
  call.onPerformed(played);
  const { status, failure, confirmations } = played.result;
  if (status === 'waiting') return { waiting: confirmations };
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

/** A decision by a person: recorded with what it measures and proves. A rejection fails the beat. */
async function approveStep(call: StepCall, { by: role, question }: PlanApproveAction): Promise<Acted> {
  const { performance, step, path, recorder, stop } = call;
  const { session, prepared } = performance;
  const asked = session.recorded.asked.get(questionKey({ kind: 'approval', subject: path }));
  const late = asked !== undefined && step.timeoutMs !== undefined && session.now() - asked > step.timeoutMs;
  const confirmation: Confirmation = {
    kind: 'approval',
    symphony: prepared.plan.id,
    role,
    question: question ?? step.title,
    subject: path,
    source: step.source,
    evidence: step.evidence,
    measures: step.measures,
  };
  const { decision, problem } = await session.ask(prepared.plan, confirmation, stop.signal);
  if (!decision && late) throw new StepFailure('timeout', `nobody decided within ${step.timeoutMs} ms`);
  if (!decision) return { waiting: [confirmation], problem };
  const { by, comment, metrics = {}, evidence = [] } = decision;
  if (decision.decision !== 'approve')
    throw new StepFailure('rejected', `${by} has rejected it${comment ? `: ${comment}` : ''}`);
  for (const [name, value] of Object.entries(metrics)) recorder.measure(name, value);
  for (const { id, content, encoding } of evidence)
    recorder.evidence(id, encoding ? Buffer.from(content, encoding) : content);
  return { output: { by, role, comment } };
}
