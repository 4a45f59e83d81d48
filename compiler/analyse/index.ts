/** Bound documents → order, waves and critical paths, computed once for the rules and for the plans. */
import { findCycles } from '../base/graph.ts';
import type { DocumentCycle, SymphonyAnalysis, WorkspaceAnalysis } from '../model/analysis.ts';
import type { SymphonyNode } from '../model/bound.ts';
import type { Lookup, Mention, WorkspaceIndex } from '../model/index.ts';
import { scheduleMovement } from './schedule.ts';

/** Movements are played one after the other, so their critical paths add up. */
export function analyseSymphony(symphony: SymphonyNode, lookup: Lookup): SymphonyAnalysis {
  const schedules = symphony.movements.map((movement) => scheduleMovement(movement, lookup));
  return {
    schedules,
    stepCount: symphony.beats.reduce((sum, beat) => sum + beat.count, 0),
    criticalMs: schedules.reduce((sum, schedule) => sum + schedule.criticalMs, 0),
    unbounded: schedules.flatMap((schedule) =>
      schedule.steps.filter((step) => step.timeoutMs === undefined).map((step) => step.id),
    ),
  };
}

/** Circles among the domains (`dependsOn`) and among the symphonies (`perform`). */
export function analyseWorkspace(index: WorkspaceIndex): WorkspaceAnalysis {
  return {
    cycles: [
      ...documentCycles(
        'domain',
        index.domains.map(({ id, dependsOn }) => [id, dependsOn] as const),
      ),
      ...documentCycles(
        'symphony',
        index.symphonies.map(({ id, performs }) => [id, performs] as const),
      ),
    ],
  };
}

function documentCycles(
  kind: DocumentCycle['kind'],
  documents: readonly (readonly [string, readonly Mention[]])[],
): DocumentCycle[] {
  const mentions = new Map(documents);
  const edges = new Map(documents.map(([id, targets]) => [id, targets.map((target) => target.name)]));
  return findCycles([...edges.keys()].sort(), edges).map((ids) => ({
    kind,
    ids,
    mentions: ids.map((id, i) => mentions.get(id)!.find((mention) => mention.name === ids[(i + 1) % ids.length])!),
  }));
}
