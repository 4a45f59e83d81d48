/** Which symphonies follow the end of a run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan, PlanCondition } from '../generated/plan.ts';
import type { RunResult } from '../model/result.ts';
import { judge } from '../run/conditions.ts';
import { openLedger } from '../run/ledger.ts';
import { loadPlan } from './plans.ts';

/** What is known of what was played. */
type Played = Pick<RunResult, 'symphony' | 'metrics'>;

/**
 * The ids, sorted, of the symphonies whose `after` names the symphony, or the movement of it that has just ended, and whose
 * condition holds over what was measured.
 */
export async function followersAfter(plans: string, played: Played, movement?: string): Promise<string[]> {
  const followers: string[] = [];
  for (const id of candidates(plans, played.symphony)) {
    const loaded = loadPlan(plans, id);
    if ('error' in loaded) continue;
    const named = (loaded.plan.after ?? []).filter(
      (after) => after.symphony === played.symphony && after.movement === movement,
    );
    for (const { when } of named) {
      if (when !== undefined && !(await holds(when, played))) continue;
      followers.push(id);
      break;
    }
  }
  return followers.sort();
}

/** Plans that may follow; none follows itself. Reading a thousand texts takes less than parsing them. */
function candidates(plans: string, symphony: string): string[] {
  const own = `${symphony}.plan.json`;
  const names = readdirSync(plans).filter((name) => name.endsWith('.plan.json') && name !== own);
  const mark = JSON.stringify(symphony);
  const isCandidate = (text: string): boolean => text.includes('"after"') && text.includes(mark);
  return names
    .filter((name) => isCandidate(readFileSync(join(plans, name), 'utf8')))
    .map((name) => name.replace(/\.plan\.json$/, ''));
}

async function holds(when: PlanCondition, { metrics }: Played): Promise<boolean> {
  const ledger = openLedger();
  ledger.add({ events: [], metrics: [...metrics], evidence: [] });
  const inputTypes: Plan['inputs'] = {};
  const facts = { ledger, inputs: {}, inputTypes, measuredBy: () => [], now: Date.now() };
  return (await judge(when, facts)).verdict === 'holds';
}
