/**
 * Definitions as assertions see them: every field present, names as in `assertStructures`. Whole numbers are bigint.
 * Each node has one view, however often it is asked for.
 */
import type { BeatNode, MovementNode, SymphonyNode } from '../model/bound.ts';
import { parseDuration } from './duration.ts';
import { eventsOf } from './events.ts';

type View = Readonly<Record<string, unknown>>;

function once<N extends object>(view: (node: N) => View): (node: N) => View {
  const known = new WeakMap<N, View>();
  return (node) => {
    const seen = known.get(node) ?? view(node);
    known.set(node, seen);
    return seen;
  };
}

const milliseconds = (text: string | undefined): bigint => BigInt(parseDuration(text) ?? 0);

/** A beat as `beat` in an assertion. */
export const beatView = once(({ value, position, movement }: BeatNode): View => {
  const does = ['handler', 'run', 'perform', 'probe', 'approve'].find((name) => name in value) ?? '';
  return {
    id: value.id,
    title: value.title ?? '',
    purpose: value.purpose ?? '',
    activity: value.activity ?? '',
    does,
    handler: value.handler ?? '',
    performs: value.perform ?? '',
    approver: value.approve?.by ?? '',
    effects: value.effects ?? '',
    rollback: value.rollback ?? '',
    from: value.from ?? 'p',
    spec: value.spec ?? '',
    test: value.test ?? '',
    movement: movement.value.id,
    position: BigInt(position),
    timeout_ms: milliseconds(value.timeout),
    retries: BigInt(value.retry ? value.retry.attempts - 1 : 0),
    needs: value.needs ?? [],
    emits: value.emits ?? [],
    awaits: value.awaits ?? [],
    measures: value.measures ?? [],
    evidence: value.evidence ?? [],
    consumes: value.consumes ?? [],
    produces: value.produces ?? [],
    policies: value.policies ?? [],
    acceptance: value.acceptance ?? [],
    idempotent: value.idempotent ?? false,
  };
});

/** A movement as `movement` in an assertion. */
export const movementView = once(({ value, position, beats }: MovementNode): View => {
  return {
    id: value.id,
    title: value.title,
    purpose: value.purpose ?? '',
    position: BigInt(position),
    budget_ms: milliseconds(value.budget),
    policies: value.policies ?? [],
    metrics: value.metrics ?? [],
    outputs: value.outputs ?? [],
    completion: value.completion ?? [],
    beats: beats.map(beatView),
  };
});

/** A symphony as `symphony` in an assertion. */
export const symphonyView = once(({ value, movements, beats }: SymphonyNode): View => {
  return {
    id: value.id,
    title: value.title,
    status: value.status,
    category: value.category ?? '',
    domain: value.domain,
    owner: value.owner ?? '',
    purpose: value.purpose ?? '',
    key: value.key ?? '',
    dynamics: value.dynamics ?? 'mf',
    tempo: value.tempo ?? 120,
    budget_ms: milliseconds(value.budget),
    capacity: BigInt(value.capacity ?? 0),
    events: eventsOf(value).map(({ name }) => name),
    metrics: value.metrics ?? [],
    policies: value.policies ?? [],
    completion: value.completion ?? [],
    outputs: value.outputs ?? [],
    stakeholders: value.trigger?.stakeholders ?? [],
    rollback: {
      atomic: value.rollback?.atomic ?? '',
      snapshot: value.rollback?.snapshot ?? false,
      on: value.rollback?.on ?? [],
    },
    movements: movements.map(movementView),
    beats: beats.map(beatView),
  };
});
