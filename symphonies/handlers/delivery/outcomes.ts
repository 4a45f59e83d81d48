/** The figures of the delivery, each computed from journals. */
import { beganAt, day, endedAt, type RunRecord, type StepRecord } from '../common/history.ts';
import type { PlannedStep } from '../common/plan.ts';

const minute = 60_000;

/** Steps of one movement of one symphony. */
interface Part {
  readonly symphony: string;
  readonly movement: string;
}

const stepsOf = (record: Pick<RunRecord, 'steps'>, { symphony, movement }: Part): readonly StepRecord[] =>
  record.steps.filter((step) => step.symphony === symphony && step.movement === movement);

/**
 * How much of a movement anybody can see: of its completed steps, the share whose start and duration, whose declared
 * events and whose declared evidence are all in the journal. 0 when none is complete.
 */
export function visibility(record: RunRecord, part: Part, planned: readonly PlannedStep[]): number {
  const done = stepsOf(record, part).filter(({ status }) => status === 'done');
  if (done.length === 0) return 0;
  const of = (step: string) => (one: { symphony: string; step: string }) =>
    one.symphony === part.symphony && one.step === step;
  const visible = done.filter((step) => {
    const { emits = [], evidence = [] } = planned.find(({ id }) => id === step.step) ?? {};
    const events = record.events.filter(of(step.step)).map(({ event }) => event);
    const kept = record.evidence.filter(of(step.step)).map((one) => one.evidence);
    const timed = !Number.isNaN(beganAt(step)) && step.durationMs >= 0;
    return timed && emits.every((event) => events.includes(event)) && evidence.every((id) => kept.includes(id));
  });
  return visible.length / done.length;
}

/**
 * How far a movement is carried out the same way every time: of its steps that came to their end in the given runs, or were
 * left out there, the share that was played as planned, which is at the first try and within the timeout. What failed is an
 * incident and counts for the time to recovery. 0 when there is none.
 */
export function consistency(records: readonly RunRecord[], part: Part, planned: readonly PlannedStep[]): number {
  const steps = records
    .flatMap((record) => stepsOf(record, part))
    .filter(({ status }) => status === 'done' || status === 'skipped');
  if (steps.length === 0) return 0;
  const limits = new Map(planned.map(({ id, timeoutMs }) => [id, timeoutMs ?? Number.POSITIVE_INFINITY]));
  const asPlanned = steps.filter(
    ({ step, status, attempts, durationMs }) =>
      status === 'done' && attempts <= 1 && durationMs <= (limits.get(step) ?? Number.POSITIVE_INFINITY),
  );
  return asPlanned.length / steps.length;
}

/** Days from the start of the newest beat `first` that is on record to `now`; undefined when there is none. */
export function leadTimeDays(records: readonly RunRecord[], first: string, now: number): number | undefined {
  const starts = records.flatMap(({ steps }) => steps.filter(({ beat }) => beat === first).map(beganAt));
  return starts.length === 0 ? undefined : Math.max(0, now - Math.max(...starts)) / day;
}

/** Steps of a beat that are complete and were not undone, in the seven days before `now`. */
export function perWeek(records: readonly RunRecord[], beat: string, now: number): number {
  return records
    .flatMap(({ steps }) => steps)
    .filter((step) => step.beat === beat && step.status === 'done' && step.undone === undefined)
    .filter((step) => now - endedAt(step) <= 7 * day).length;
}

/**
 * Minutes from the detection of an incident, the end of a step that failed in one of the movements, to the end of its
 * effects, when the last of what was undone was undone; the mean of all. 0 when nothing had to be recovered.
 */
export function meanTimeToRecovery(
  records: readonly RunRecord[],
  symphony: string,
  movements: readonly string[],
): number {
  const times = records.flatMap((record) =>
    record.steps
      .filter((step) => step.symphony === symphony && movements.includes(step.movement) && step.status === 'failed')
      .map((step) => Math.max(0, recoveredAt(record) - endedAt(step)) / minute),
  );
  return times.length === 0 ? 0 : times.reduce((sum, time) => sum + time, 0) / times.length;
}

const recoveredAt = (record: RunRecord): number =>
  Math.max(...record.undone.map(({ at }) => Date.parse(at)), record.undone.length === 0 ? endedAt(record) : 0);

/** The share of the metrics with a value of the seven days before `now`. */
export function reportingRate(records: readonly RunRecord[], metrics: readonly string[], now: number): number {
  const fresh = new Set(
    records
      .flatMap((record) => record.metrics)
      .filter(({ at }) => now - Date.parse(at) <= 7 * day)
      .map(({ metric }) => metric),
  );
  return metrics.length === 0 ? 1 : metrics.filter((metric) => fresh.has(metric)).length / metrics.length;
}
