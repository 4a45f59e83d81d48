/** The one argument of a handler and of a rollback, as the types that a build writes declare it. */
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import type { MetricValue, Origin } from '../model/entries.ts';
import type { InputValues } from '../run/conditions.ts';
import type { EvidenceContent, Recorder } from '../run/recorder.ts';
import { type Dynamics, type LogLevel, originOf, type Performance } from '../run/session.ts';

type Fields = Readonly<Record<string, unknown>>;

interface CallContext extends Origin {
  readonly dynamics: Dynamics;
  /** The constants under `with` and the variable of `each`. */
  readonly input: Fields;
  readonly inputs: InputValues;
  readonly signal: AbortSignal;
  readonly log: Readonly<Record<LogLevel, (message: string, fields?: Fields) => void>>;
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
}

/** What handlers and rollbacks are both given. Each call gets copies of its own. */
export function callContext(
  performance: Performance,
  movement: PlanMovement,
  step: PlanStep,
  signal: AbortSignal,
): CallContext {
  const { session, inputs, depth } = performance;
  const binding = step.binding ? { [step.binding.name]: step.binding.value } : {};
  const logAt =
    (level: LogLevel) =>
    (message: string, fields?: Fields): void =>
      session.notify({ type: 'log', level, message: String(message), fields, depth });
  return {
    ...originOf(performance, movement, step),
    dynamics: session.dynamics,
    input: { ...structuredClone(step.with ?? {}), ...binding },
    inputs: { ...inputs },
    signal,
    log: { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') },
  };
}

/** The context of one try at a handler; what it emits, measures and proves goes to `recorder`. */
export const handlerContext = (call: CallContext, attempt: number, recorder: Recorder): HandlerContext => ({
  ...call,
  attempt,
  emit: recorder.emit,
  measure: recorder.measure,
  evidence: async (id, content) => recorder.evidence(id, content),
});
