/** The beats of one movement → steps in order, waves, and the chain that takes longest. */
import { parseDuration } from '../base/duration.ts';
import { orderBeats, uncertainBeats } from '../base/needs.ts';
import type { MovementSchedule, Step } from '../model/analysis.ts';
import type { BeatNode, MovementNode } from '../model/bound.ts';
import type { Lookup } from '../model/index.ts';

export function scheduleMovement(movement: MovementNode, lookup: Lookup): MovementSchedule {
  const { needs, ordered, cycles, blocked } = orderBeats(movement);
  const steps = ordered.flatMap((beat) => stepsOf(beat, needs.get(beat)!, lookup));
  const { waves, criticalPath, criticalMs } = levels(steps);
  const uncertain = uncertainBeats(movement, needs);
  return { movement, steps, waves, criticalPath, criticalMs, cycles, blocked, uncertain };
}

const lastStepId = (beat: BeatNode): string => {
  const values = beat.value.each ? (Object.values(beat.value.each)[0] as string[]) : [];
  return values.length > 0 ? `${beat.value.id}[${values.at(-1)}]` : beat.value.id;
};

/** The steps of an `each` beat follow one another in the order of its values. */
function stepsOf(beat: BeatNode, before: readonly BeatNode[], lookup: Lookup): Step[] {
  const timeoutMs = timeoutOf(beat, lookup);
  const needs = before.map(lastStepId);
  if (!beat.value.each) return [{ id: beat.value.id, beat, needs, timeoutMs }];
  const [name, values] = Object.entries(beat.value.each)[0] as [string, string[]];
  return values.map((value, i) => ({
    id: `${beat.value.id}[${value}]`,
    beat,
    binding: { name, value },
    needs: i === 0 ? needs : [`${beat.value.id}[${values[i - 1]}]`],
    timeoutMs,
  }));
}

/** Its own timeout for each attempt with the pauses between them; else the budget of the symphony it performs. */
function timeoutOf(beat: BeatNode, lookup: Lookup): number | undefined {
  const { timeout, perform, retry } = beat.value;
  const performed = perform === undefined ? undefined : lookup.find('Symphony', perform);
  const single = parseDuration(timeout) ?? performed?.budgetMs;
  if (single === undefined || !retry) return single;
  const pause = parseDuration(retry.backoff) ?? 0;
  return single * retry.attempts + pause * (2 ** (retry.attempts - 1) - 1);
}

/** Wave = longest chain of needs before a step; critical path = the chain with the largest sum of timeouts. */
function levels(steps: readonly Step[]): Pick<MovementSchedule, 'waves' | 'criticalPath' | 'criticalMs'> {
  const facts = new Map<string, { wave: number; ends: number; via?: string }>();
  const waves: string[][] = [];
  let last: string | undefined;
  for (const step of steps) {
    // Of steps that share an id (BEAT_DUPLICATE) the first is meant; a second would be its own predecessor.
    if (facts.has(step.id)) continue;
    let wave = 0;
    let starts = 0;
    let via: string | undefined;
    for (const need of step.needs) {
      const fact = facts.get(need);
      if (!fact) continue;
      wave = Math.max(wave, fact.wave + 1);
      if (fact.ends > starts || via === undefined) {
        starts = Math.max(starts, fact.ends);
        via = need;
      }
    }
    facts.set(step.id, { wave, ends: starts + (step.timeoutMs ?? 0), via });
    const group = waves[wave] ?? [];
    waves[wave] = group;
    group.push(step.id);
    if (last === undefined || facts.get(step.id)!.ends > facts.get(last)!.ends) last = step.id;
  }
  const criticalPath: string[] = [];
  for (let id = last; id !== undefined; id = facts.get(id)!.via) criticalPath.unshift(id);
  return { waves, criticalPath, criticalMs: last === undefined ? 0 : facts.get(last)!.ends };
}
