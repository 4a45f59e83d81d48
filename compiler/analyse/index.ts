/** Bound documents → order, waves and critical paths, computed once for the rules and for the plans. */
import { findCircles } from '../base/circles.ts';
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
export function analyseWorkspace({ domains, symphonies }: WorkspaceIndex): WorkspaceAnalysis {
  const among = {
    domain: documentCycles(
      'domain',
      domains.map(({ id, dependsOn }) => [id, dependsOn] as const),
    ),
    symphony: documentCycles(
      'symphony',
      symphonies.map(({ id, performs }) => [id, performs] as const),
    ),
  };
  return {
    cycles: [...among.domain.cycles, ...among.symphony.cycles],
    inCircles: { domain: among.domain.members, symphony: among.symphony.members },
  };
}

function documentCycles(
  kind: DocumentCycle['kind'],
  documents: readonly (readonly [string, readonly Mention[]])[],
): { cycles: DocumentCycle[]; members: ReadonlySet<string> } {
  const linked = documents.filter(([, targets]) => targets.length > 0);
  const mentions = new Map(linked);
  const edges = new Map(linked.map(([id, targets]) => [id, targets.map((target) => target.name)]));
  const { circles, members } = findCircles([...edges.keys()].sort(), edges);
  const cycles = circles.map((ids) => ({
    kind,
    ids,
    mentions: ids.map((id, i) => mentions.get(id)!.find((mention) => mention.name === ids[(i + 1) % ids.length])!),
  }));
  return { cycles, members };
}
