/** Where policies apply: one that is named elsewhere now may hold as before. */
import type { Movement, Symphony } from '../model/document.ts';
import type { SummaryMap } from '../model/index.ts';
import { type ChangeLog, fieldOf, items, type Pair, record } from './log.ts';
import type { Side, Sides } from './sides.ts';

/** A symphony, movement or beat. */
type Part = Partial<Pick<Symphony, 'policies' | 'movements'> & Pick<Movement, 'beats'>>;

/** True when every part inside names the policy, at one level or another. */
function holdsInside({ movements, beats }: Part, policy: string): boolean {
  const inner: readonly Part[] = movements ?? beats ?? [];
  const holds = (one: Part): boolean => (one.policies ?? []).includes(policy) || holdsInside(one, policy);
  return inner.length > 0 && inner.every(holds);
}

/** The policies that a domain applies to its symphonies. */
export const domainPolicies = ({ index }: Side, id: string): readonly string[] =>
  index.lookup.find('Domain', id)?.policies.map(({ name }) => name) ?? [];

/**
 * The list under `policies` of a part. `outerWas` and `outerIs`: what holds there from further out, in the revision and
 * now.
 */
export function comparePolicies(
  pair: Pair,
  log: ChangeLog,
  sides: Sides,
  outerWas: ReadonlySet<string>,
  outerIs: ReadonlySet<string>,
): void {
  const list = fieldOf(pair, 'policies');
  const [was, is] = [items(list.was).map(String), items(list.is).map(String)];
  const now = (policy: string): string | undefined => sides.idNow('Policy', policy);
  const before = new Set(was.map((policy) => now(policy) ?? policy));
  for (const [i, policy] of was.entries()) {
    const id = now(policy) ?? policy;
    if (is.includes(id)) continue;
    const gone = now(policy) === undefined && sides.was.index.lookup.find('Policy', policy) !== undefined;
    const note = gone
      ? 'the policy itself is gone'
      : outerIs.has(id)
        ? 'it holds here from further out'
        : holdsInside(record(pair.is) as Part, id)
          ? 'every part inside names it'
          : undefined;
    const one = { ...list, was: policy, is: undefined, path: [...list.path, policy], wasAt: [...list.wasAt, i] };
    log.add(one, {
      what: `the policy \`${policy}\` is no longer applied`,
      effect: note === undefined ? 'weakened' : 'neutral',
      note,
    });
  }
  for (const [i, policy] of is.entries()) {
    if (before.has(policy)) continue;
    const held = outerWas.has(policy) || holdsInside(record(pair.was) as Part, policy);
    const one = { ...list, was: undefined, is: policy, path: [...list.path, policy], isAt: [...list.isAt, i] };
    log.add(one, { what: `the policy \`${policy}\` is applied`, effect: held ? 'neutral' : 'tightened' });
  }
}

/** The policies of a part and those around it, under the ids of today. */
export const withOuter = (outer: ReadonlySet<string>, value: unknown, idNow: (id: string) => string): Set<string> =>
  new Set([...outer, ...items(record(value)['policies']).map((id) => idNow(String(id)))]);

/** A domain applies policies to all its symphonies; each of them may name one of these itself now. */
export function compareDomainPolicies(pair: Pair, log: ChangeLog, sides: Sides, domain: string): void {
  const { index, document } = sides.is;
  const own = index.symphonies.filter((symphony) => symphony.domain.name === domain);
  const named = (symphony: SummaryMap['Symphony'], policy: string): boolean => {
    const value = document(symphony)?.value as Symphony | undefined;
    return value !== undefined && ((value.policies ?? []).includes(policy) || holdsInside(value, policy));
  };
  const list = items(fieldOf(pair, 'policies').was).map((id) => sides.idNow('Policy', String(id)) ?? String(id));
  const held = new Set(list.filter((policy) => own.length > 0 && own.every((symphony) => named(symphony, policy))));
  comparePolicies(pair, log, sides, new Set(), held);
}
