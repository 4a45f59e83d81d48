/** How high the notes of a movement lie on the staff, in spaces from its lowest line. */
import type { PlanMovement, PlanStep } from '../../../generated/types/plan.ts';

/** The four spaces of the staff, from below: what the work of a beat is for. */
const spaces = { prepare: 0.5, make: 1.5, prove: 2.5, report: 3.5 } as const;

const activities: Readonly<Record<string, keyof typeof spaces>> = {
  planning: 'prepare',
  initialization: 'prepare',
  discovery: 'prepare',
  collection: 'prepare',
  safety: 'prepare',
  build: 'make',
  generation: 'make',
  transformation: 'make',
  remediation: 'make',
  deployment: 'make',
  release: 'make',
  test: 'prove',
  validation: 'prove',
  verification: 'prove',
  analysis: 'prove',
  monitoring: 'report',
  observation: 'report',
  learning: 'report',
  reporting: 'report',
};

function spaceOf({ activity, does }: PlanStep): number {
  const known = activity === undefined ? undefined : activities[activity];
  return spaces[known ?? (does.type === 'probe' || does.type === 'approve' ? 'prove' : 'make')];
}

/** A note, or a line that passes a measure on its way from `source` to a later one. */
export interface Voice {
  readonly source: string;
  readonly note: boolean;
  readonly height: number;
}

/** The voices of each wave, lowest first. */
export function voicesOf(movement: PlanMovement): Voice[][] {
  const steps = new Map(movement.steps.map((step) => [step.id, step]));
  const waveOf = new Map(movement.waves.flatMap((wave, i) => wave.map((id) => [id, i] as const)));
  const passing = movement.waves.map(() => new Set<string>());
  for (const [id, wave] of waveOf) {
    for (const need of steps.get(id)?.needs ?? []) {
      for (let between = (waveOf.get(need) ?? wave) + 1; between < wave; between++) passing[between]!.add(need);
    }
  }
  return movement.waves.map((wave, i) => {
    const voice = (source: string, note: boolean): Voice => ({ source, note, height: spaceOf(steps.get(source)!) });
    const wished = [...wave.map((id) => voice(id, true)), ...[...passing[i]!].map((id) => voice(id, false))];
    // The sort is stable: of voices that wish for one height, the first comes to lie on top.
    return spread(wished.reverse());
  });
}

/** What lies between two voices of a chord, in spaces: note heads do not touch. */
const apart = 1.5;

/** Moves voices apart, no further than needed. */
function spread(wished: readonly Voice[]): Voice[] {
  const sorted = [...wished].sort((a, b) => a.height - b.height);
  const blocks: { sum: number; count: number }[] = [];
  sorted.forEach((voice, i) => {
    let block = { sum: voice.height - i * apart, count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count >= block.sum / block.count; last = blocks.at(-1)) {
      block = { sum: block.sum + last.sum, count: block.count + last.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const heights = blocks.flatMap((block) => Array<number>(block.count).fill(block.sum / block.count));
  return sorted.map((voice, i) => ({ ...voice, height: Math.round((heights[i]! + i * apart) * 2) / 2 }));
}
