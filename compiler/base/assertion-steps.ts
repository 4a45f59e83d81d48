/** How much work an assertion makes for a whole symphony, and how much it may make. */
import type { PolicyPart, SymphonyNode } from '../model/bound.ts';
import { expressionSteps } from './expression-steps.ts';
import { listSizes } from './list-sizes.ts';

/** A policy may take so many steps for one symphony: a few seconds at worst. */
const most = 2_000_000;

const symphonyOf = ({ over, node }: PolicyPart): SymphonyNode =>
  over === 'symphony' ? node : over === 'movement' ? node.symphony : node.movement.symphony;

const known = new WeakMap<SymphonyNode, Map<string, number>>();

/** The steps that `that` takes at most for all parts of the symphony that are like `part`, worked out once. */
function stepsOver(part: PolicyPart, that: string): number {
  const symphony = symphonyOf(part);
  const found = known.get(symphony) ?? new Map<string, number>();
  known.set(symphony, found);
  const key = `${part.over} ${that}`;
  const parts = part.over === 'symphony' ? 1 : symphony[`${part.over}s`].length;
  const steps = found.get(key) ?? parts * expressionSteps(that, () => listSizes(symphony));
  found.set(key, steps);
  return steps;
}

const grouped = (whole: number): string => String(whole).replace(/\B(?=(?:\d{3})+$)/g, ' ');

/** Why `that` is not evaluated for parts like `part`; undefined when it may be. */
export function tooManySteps(part: PolicyPart, that: string): string | undefined {
  const steps = stepsOver(part, that);
  if (steps <= most) return undefined;
  const amount = steps > 1e15 ? 'far too many' : `about ${grouped(Number(steps.toPrecision(2)))}`;
  return `it would take ${amount} steps, and at most ${grouped(most)} are made`;
}
