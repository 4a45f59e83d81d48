/** What the handlers of the delivery ask the journals. */
import type { Exec } from '../common/context.ts';
import { day, endedAt, type RunRecord, readRecords, readRun } from '../common/history.ts';
import { readPlan } from '../common/plan.ts';
import { consistency, visibility } from './outcomes.ts';

/** Figures look back so far, over at most so many runs. */
const window = { days: 28, runs: 20 };

interface Asked {
  readonly exec: Exec;
  readonly run: string;
  readonly symphony: string;
}

/** This run as far as it is, then the ones before it, newest first. */
export async function recordsOf({ exec, run, symphony }: Asked, now: number): Promise<RunRecord[]> {
  const isRecent = (one: { run: string; symphony: string; startedAt: string; durationMs: number }): boolean =>
    one.symphony === symphony && one.run !== run.split('/')[0] && now - endedAt(one) <= window.days * day;
  return [await readRun(exec, run), ...(await readRecords(exec, isRecent, window.runs))];
}

/** Visibility of a movement in this run, and its consistency over this run and those before. */
export async function movementScores(
  asked: Asked & { readonly movement: string },
): Promise<{ readonly visibility: number; readonly consistency: number }> {
  const { symphony, movement } = asked;
  const [records, plan] = await Promise.all([recordsOf(asked, Date.now()), readPlan(symphony)]);
  const planned = plan.movements.find(({ id }) => id === movement)?.steps ?? [];
  return {
    visibility: visibility(records[0]!, { symphony, movement }, planned),
    consistency: consistency(records, { symphony, movement }, planned),
  };
}
