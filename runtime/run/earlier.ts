/** The way back over what an earlier process of the run has played, as far as the journal knows it. */
import { innerPath, inputsFor } from '../act/actions.ts';
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import type { Undone } from '../model/result.ts';
import { type Mark, undoAll } from './rollback.ts';
import { type Performance, type Played, pathOf } from './session.ts';
import { takeSnapshot } from './snapshot.ts';

/** Undoes what each try at a symphony that a step performed has left, the last first. */
export const undoOfEarlier =
  (performance: Performance, movement: PlanMovement, step: PlanStep): Played['undo'] =>
  async (reason) => {
    const { session, prepared, depth, inputs } = performance;
    const { does } = step;
    const inner = does.type === 'perform' ? prepared.performed.get(does.symphony) : undefined;
    if (!inner) return [];
    const path = pathOf(performance, movement, step);
    const undone: Undone[] = [];
    for (let attempt = 1 + (session.recorded.retried.get(path) ?? 0); attempt >= 1; attempt--) {
      const performed: Performance = {
        ...performance,
        prepared: inner,
        inputs: inputsFor(inner, step, inputs),
        path: innerPath(path, attempt, inner.plan.id),
        depth: depth + 1,
        outputs: new Map(),
        snapshots: new Map(),
      };
      undone.push(...(await undoAll(performed, marksIn(performed).toReversed(), reason)));
    }
    return undone;
  };

/** What is recorded as played, in the order in which it ended. */
function marksIn(performance: Performance): Mark[] {
  const { session, prepared, snapshots } = performance;
  const { steps, told } = session.recorded;
  const order = new Map([...steps.keys()].map((path, i) => [path, i]));
  const marks = prepared.plan.movements.flatMap((movement) => {
    const place = pathOf(performance, movement);
    if (!told.has(`movement-started ${place}`)) return [];
    const snapshot = takeSnapshot(session.root, session.run, prepared.plan, place, true);
    if (snapshot) snapshots.set(movement.id, snapshot);
    return movement.steps.flatMap((step) => {
      const path = pathOf(performance, movement, step);
      const ended = steps.get(path);
      if (!ended || ended.status === 'skipped' || ended.attempts === 0) return [];
      const undo = step.does.type === 'perform' ? undoOfEarlier(performance, movement, step) : undefined;
      return [{ at: order.get(path)!, mark: { movement, step, output: ended.output, undo } }];
    });
  });
  return marks.sort((a, b) => a.at - b.at).map(({ mark }) => mark);
}
