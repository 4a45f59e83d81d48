/** The one argument of a handler and of a rollback, as the types that a build writes declare it. */
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import type { MetricValue, Origin } from '../model/entries.ts';
import type { LogLevel, PlayedStep } from '../model/events.ts';
import { inside } from '../plan/workspace.ts';
import type { InputValues } from '../run/conditions.ts';
import type { Stop } from '../run/limits.ts';
import type { EvidenceContent, Recorder } from '../run/recorder.ts';
import { type Dynamics, originOf, type Performance, pathOf } from '../run/session.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { commandEnvironment } from './command.ts';

type Fields = Readonly<Record<string, unknown>>;

interface ExecOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Below the workspace. */
  readonly cwd?: string;
  /** Gives the exit code back instead of failing. */
  readonly allowFailure?: boolean;
}

interface ExecResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface CallContext extends Origin {
  readonly dynamics: Dynamics;
  readonly environment: string | null;
  /** The level of autonomy in force. */
  readonly level: number;
  /** How many beats act at once at most. */
  readonly concurrency: number;
  /** The constants under `with` and the variable of `each`. */
  readonly input: Fields;
  readonly inputs: InputValues;
  /** What the completed steps of this symphony gave back, by step. */
  readonly outputs: Fields;
  /** The steps of this run that ended so far. */
  readonly played: readonly PlayedStep[];
  readonly signal: AbortSignal;
  readonly log: Readonly<Record<LogLevel, (message: string, fields?: Fields) => void>>;
  readonly exec: (argv: readonly string[], options?: ExecOptions) => Promise<ExecResult>;
}

interface HandlerContext extends CallContext {
  /** 1 for the first try. */
  readonly attempt: number;
  readonly emit: (event: string, payload?: Fields) => void;
  readonly measure: (metric: string, value: MetricValue) => void;
  readonly evidence: (id: string, content: EvidenceContent) => Promise<void>;
}

export interface RollbackContext extends CallContext {
  /** What the beat gave back; undefined when it failed before it could. */
  readonly output: unknown;
  readonly reason: string;
  readonly restore: (...paths: string[]) => Promise<void>;
}

/** How much of each stream of a command a handler gets, from the end. */
const execLimit = 16 * 1024 * 1024;

/** What handlers and rollbacks are both given. Each call gets copies of its own. */
export function callContext(performance: Performance, movement: PlanMovement, step: PlanStep, stop: Stop): CallContext {
  const { session, inputs, depth, outputs } = performance;
  const path = pathOf(performance, movement, step);
  const binding = step.binding ? { [step.binding.name]: step.binding.value } : {};
  const logAt =
    (level: LogLevel) =>
    (text: string, fields?: Fields): void => {
      const message = String(text);
      session.notify({ type: 'log', level, message, fields, depth });
      session.journal.append({ type: 'log', path, level, message, fields: plain(fields) });
    };
  const { symphony, beat, run, correlationId } = originOf(performance, movement, step);
  return {
    // One by one: a copy of all members at once makes an object with getters ten times as dear.
    symphony,
    movement: movement.id,
    beat,
    step: step.id,
    run,
    correlationId,
    dynamics: session.dynamics,
    environment: session.autonomy.environment,
    level: session.autonomy.standing().level,
    concurrency: session.concurrency,
    input: { ...(step.with && structuredClone(step.with)), ...binding },
    inputs: { ...inputs },
    // Looked at by few, and copied for those only: a thousand steps must not copy what a thousand others gave back.
    get outputs() {
      return structuredClone(Object.fromEntries(outputs));
    },
    get played() {
      return session.played.slice();
    },
    get signal() {
      return stop.signal;
    },
    log: { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') },
    exec: (argv, options = {}) => exec(performance, movement, step, stop.signal, argv, options),
  };
}

/** As JSON says it; what it cannot say is left out. */
function plain(fields: Fields | undefined): Fields | undefined {
  try {
    return fields && (JSON.parse(JSON.stringify(fields)) as Fields);
  } catch {
    return undefined;
  }
}

async function exec(
  performance: Performance,
  movement: PlanMovement,
  step: PlanStep,
  signal: AbortSignal,
  argv: readonly string[],
  { env, cwd, allowFailure = false }: ExecOptions,
): Promise<ExecResult> {
  const { root, reaper } = performance.session;
  const folder = cwd === undefined || cwd === '.' ? root : inside(root, cwd);
  if (folder === undefined) throw new Error(`\`${cwd}\` lies outside the workspace`);
  const { runCommand } = await import('./process.ts');
  const result = await runCommand({
    argv,
    root,
    cwd: folder,
    env: { ...commandEnvironment(performance, movement, step), ...env },
    signal,
    reaper,
    keep: execLimit,
  });
  signal.throwIfAborted();
  const { exit: code, stdout, stderr } = result;
  if (code !== 0 && !allowFailure)
    throw new Error(`\`${argv.join(' ')}\` ended with ${code}${lastLines(stderr || stdout)}`);
  return { exit: code, stdout, stderr };
}

const shownLines = 20;

function lastLines(text: string): string {
  const lines = text.trimEnd().split('\n').slice(-shownLines);
  return lines.join('').trim() === '' ? '' : `:\n${lines.join('\n')}`;
}

/** The context of one try at a handler; what it emits, measures and proves goes to `recorder`. */
export const handlerContext = (call: CallContext, attempt: number, recorder: Recorder): HandlerContext =>
  // What is copied when it is looked at has to stay a getter, so the one object gets more members.
  Object.assign(call, {
    attempt,
    emit: recorder.emit,
    measure: recorder.measure,
    evidence: async (id: string, content: EvidenceContent) => recorder.evidence(id, content),
  });

/** The context of a rollback. What it puts back was saved before the movement, when the symphony says so. */
export function rollbackContext(
  call: CallContext,
  output: unknown,
  reason: string,
  snapshot: Snapshot | undefined,
): RollbackContext {
  return Object.assign(call, {
    output,
    reason,
    restore: async (...paths: string[]) => {
      if (!snapshot) throw new Error('nothing was saved: the symphony declares no `state` under `rollback`');
      snapshot.restore(paths.length > 0 ? paths : undefined);
    },
  });
}
