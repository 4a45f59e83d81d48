/** A symphony in both versions: movements and beats by their ids, whatever their order. */
import { canonicalJson } from '../../runtime/core/canonical-json.ts';
import { dynamicsLevels } from '../base/music.ts';
import type { Beat, Movement, Symphony } from '../model/document.ts';
import { compareBeat } from './beat.ts';
import { completion } from './criteria.ts';
import { compareOrder, isGuard } from './guards.ts';
import {
  type Comparer,
  entries,
  fields,
  flag,
  ladder,
  members,
  part,
  plain,
  reliedOn,
  required,
  scalar,
  timeLimit,
} from './judges.ts';
import { type ChangeLog, fieldOf, items, type Pair } from './log.ts';
import { comparePolicies, domainPolicies, withOuter } from './policies.ts';
import type { Sides } from './sides.ts';
import { status } from './status.ts';

const callers = 'whoever plays the symphony from outside may give it';

const input = (name: string): Comparer =>
  part(
    `the input \`${name}\``,
    (was, is) => {
      if (is === undefined) return reliedOn(callers)(was, is);
      const optional = (is as { default?: unknown }).default !== undefined;
      return optional
        ? plain(was, is)
        : { verb: 'added', effect: 'breaking', note: 'whoever plays the symphony must give it' };
    },
    fields({
      type: scalar(`the type of the input \`${name}\``, reliedOn(callers)),
      default: scalar(`the default of the input \`${name}\``, (was, is) =>
        is === undefined
          ? { verb: 'dropped', effect: 'breaking', note: 'whoever plays the symphony must give it now' }
          : plain(was, is),
      ),
    }),
  );

/** An event is written as its name, or with more. */
const events: Comparer = (pair, log) => {
  const long = (value: unknown): unknown =>
    Array.isArray(value) ? value.map((event) => (typeof event === 'string' ? { name: event } : event)) : value;
  const name = (event: unknown): string => (event as { name: string }).name;
  const judge = (was: unknown, is: unknown) =>
    is === undefined ? reliedOn('whoever waits for it waits in vain')(was, is) : plain(was, is);
  members((event) => `the event \`${event}\``, judge, name)({ ...pair, was: long(pair.was), is: long(pair.is) }, log);
};

const rollback = part(
  'the rollback strategy',
  required,
  fields({
    snapshot: scalar('whether the state is saved before each unit', flag),
    on: members((cause) => `\`${cause}\` as what sets off the rollback`, required),
  }),
);

const budget = scalar('the budget', timeLimit);
const judgedBy = members((metric) => `the metric \`${metric}\``, plain);

const table: Readonly<Record<string, Comparer>> = {
  status,
  budget,
  completion,
  rollback,
  events,
  inputs: entries(input),
  metrics: judgedBy,
  dynamics: scalar('the level that is played by default', ladder({ order: dynamicsLevels, initial: 'mf' })),
  after: members(
    (symphony) => `the predecessor \`${symphony}\``,
    plain,
    (one) => (one as { symphony: string }).symphony,
  ),
  scripts: entries((name) => scalar(`the script \`${name}\``, plain)),
};

const movementTable: Readonly<Record<string, Comparer>> = { budget, completion, metrics: judgedBy };

export function compareSymphony(pair: Pair, log: ChangeLog, sides: Sides): void {
  fields(table, 'id', 'apiVersion', 'kind', 'policies', 'movements')(pair, log);
  const [was, is] = [pair.was as Symphony, pair.is as Symphony];
  const idNow = (id: string): string => sides.idNow('Policy', id) ?? id;
  const outer = {
    was: new Set(domainPolicies(sides.was, was.domain).map(idNow)),
    is: new Set(domainPolicies(sides.is, is.domain)),
  };
  if ((sides.idNow('Domain', was.domain) ?? was.domain) !== is.domain) compareDomain(pair, log, outer);
  comparePolicies(pair, log, sides, outer.was, outer.is);
  const around = { was: withOuter(outer.was, was, idNow), is: withOuter(outer.is, is, (id) => id) };
  compareMovements(pair, log, sides, around);
  compareOrder(pair, log);
}

/** Another domain applies other policies. */
function compareDomain(pair: Pair, log: ChangeLog, outer: Outer): void {
  const own = new Set(items(fieldOf(pair, 'policies').is));
  for (const policy of outer.was) {
    if (outer.is.has(policy) || own.has(policy)) continue;
    const what = `the policy \`${policy}\` of its domain is no longer applied`;
    log.add(fieldOf(pair, 'domain'), { what, effect: 'weakened' });
  }
}

interface Outer {
  readonly was: ReadonlySet<string>;
  readonly is: ReadonlySet<string>;
}

interface Placed<T> {
  readonly value: T;
  readonly path: readonly string[];
  readonly at: readonly (string | number)[];
  readonly movement: Movement;
}

const movementsOf = ({ movements }: Symphony): Placed<Movement>[] =>
  movements.map((value, m) => ({ value, path: ['movements', value.id], at: ['movements', m], movement: value }));

const beatsOf = (symphony: Symphony): Placed<Beat>[] =>
  movementsOf(symphony).flatMap(({ value, path, at }) =>
    (value.beats ?? []).map((beat, b) => ({
      value: beat,
      path: [...path, 'beats', beat.id],
      at: [...at, 'beats', b],
      movement: value,
    })),
  );

type Matched<T> = readonly [was: Placed<T> | undefined, is: Placed<T> | undefined];

/** By id, then what is the same but for its id, if there is one of it only. */
function match<T extends { readonly id: string }>(
  was: readonly Placed<T>[],
  is: readonly Placed<T>[],
  content: (value: T) => unknown,
): Matched<T>[] {
  const byId = new Map(is.map((one) => [one.value.id, one]).reverse() as [string, Placed<T>][]);
  const ids = new Set(was.map(({ value }) => value.id));
  const fresh = is.filter(({ value }) => !ids.has(value.id));
  const alike = new Map<string, Placed<T>[]>();
  for (const one of fresh) {
    const key = canonicalJson(content(one.value));
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const taken = new Set<Placed<T>>();
  const pairs = was.map((one): Matched<T> => {
    const same =
      byId.get(one.value.id) ?? alike.get(canonicalJson(content(one.value)))?.find((other) => !taken.has(other));
    if (same) taken.add(same);
    return [one, same];
  });
  return [
    ...pairs,
    ...is.filter((one) => !taken.has(one) && !ids.has(one.value.id)).map((one): Matched<T> => [undefined, one]),
  ];
}

const pairOf = <T extends { readonly id: string }>(around: Pair, [was, is]: Matched<T>): Pair => {
  const one = (is ?? was)!;
  const within =
    one.movement.id === one.value.id && one.path.length === 2 ? one.value.id : `${one.movement.id}/${one.value.id}`;
  return {
    was: was?.value,
    is: is?.value,
    path: (was ?? is)!.path,
    wasAt: was?.at ?? [],
    isAt: is?.at ?? [],
    subject: `${around.subject}/${within}`,
  };
};

function compareMovements(pair: Pair, log: ChangeLog, sides: Sides, outer: Outer): void {
  const [was, is] = [pair.was as Symphony, pair.is as Symphony];
  const idNow = (id: string): string => sides.idNow('Policy', id) ?? id;
  const beats = match(beatsOf(was), beatsOf(is), ({ id: _, ...content }) => content);
  const kept = new Set(beats.flatMap(([before, after]) => (before && after ? [before.value] : [])));
  const movements = match(movementsOf(was), movementsOf(is), ({ beats: own = [] }) =>
    own.length > 0 ? own.map(({ id }) => id) : null,
  );
  const now = new Map(movements.map(([before, after]) => [before?.value, after?.value]));
  for (const one of movements) {
    const inner = pairOf(pair, one);
    if (one[0] && one[1]) {
      renamed(one[0].value.id, one[1].value.id, 'movement', inner, log, sides.followers(was.id, one[0].value.id));
      fields(movementTable, 'id', 'policies', 'beats')(inner, log);
      comparePolicies(inner, log, sides, outer.was, outer.is);
    } else if (one[0]) goneMovement(inner, pair, log, kept, sides.followers(was.id, one[0].value.id));
    else
      log.add(inner, {
        what: `the movement \`${one[1]!.value.id}\` was added`,
        effect: 'neutral',
        is: one[1]!.value.title,
      });
  }
  order(pair, ['movements'], movements, log);
  const isGone = new Set(movements.flatMap(([before, after]) => (before && !after ? [before.value] : [])));
  const isNew = new Set(movements.flatMap(([before, after]) => (!before && after ? [after.value] : [])));
  for (const one of beats) {
    const [before, after] = one;
    const inner = pairOf(pair, one);
    if (before && after) {
      if (now.get(before.movement) !== after.movement)
        log.add(inner, {
          what: 'the beat was moved to another movement',
          effect: 'neutral',
          was: before.movement.id,
          is: after.movement.id,
        });
      renamed(before.value.id, after.value.id, 'beat', inner, log);
      compareBeat(inner, log);
      const around = {
        was: withOuter(outer.was, before.movement, idNow),
        is: withOuter(outer.is, after.movement, (id) => id),
      };
      if (now.get(before.movement) !== after.movement) movedPolicies(inner, log, around);
      comparePolicies(inner, log, sides, around.was, around.is);
    } else if (before && !isGone.has(before.movement)) goneBeat(inner, pair, before, now.get(before.movement), log);
    else if (after && !isNew.has(after.movement)) freshBeat(inner, after, log);
  }
  for (const stayed of stayedByMovement(beats, now).values()) {
    order(pair, [...stayed[0]![0]!.path.slice(0, -1)], stayed, log);
  }
}

/** What holds in a movement holds no longer for a beat that has left it. */
function movedPolicies(pair: Pair, log: ChangeLog, { was, is }: Outer): void {
  const own = (value: unknown): readonly unknown[] => items((value as Beat).policies);
  for (const policy of was) {
    if (is.has(policy) || own(pair.is).includes(policy)) continue;
    const what = `the policy \`${policy}\` of the movement is no longer applied`;
    log.add({ ...pair, path: [...pair.path, 'policies', policy] }, { what, effect: 'weakened', was: policy, is: '' });
  }
  for (const policy of is) {
    if (was.has(policy) || own(pair.was).includes(policy)) continue;
    const what = `the policy \`${policy}\` of the movement is applied`;
    log.add({ ...pair, path: [...pair.path, 'policies', policy] }, { what, effect: 'tightened', was: '', is: policy });
  }
}

/** The beats of both versions that are in the same movement still, by that movement. */
function stayedByMovement(
  beats: readonly Matched<Beat>[],
  now: ReadonlyMap<Movement | undefined, Movement | undefined>,
): ReadonlyMap<Movement, readonly Matched<Beat>[]> {
  const stayed = new Map<Movement, Matched<Beat>[]>();
  for (const one of beats) {
    const [before, after] = one;
    if (!before || !after || now.get(before.movement) !== after.movement) continue;
    const own = stayed.get(before.movement);
    if (own) own.push(one);
    else stayed.set(before.movement, [one]);
  }
  return stayed;
}

const usedBy = (ids: readonly string[]): string => `${ids.map((id) => `\`${id}\``).join(', ')} used it`;

function renamed(
  was: string,
  is: string,
  noun: string,
  pair: Pair,
  log: ChangeLog,
  users: readonly string[] = [],
): void {
  if (was === is) return;
  const broken = users.length > 0;
  log.add(fieldOf(pair, 'id'), {
    what: `the ${noun} \`${was}\` was renamed to \`${is}\``,
    effect: broken ? 'breaking' : 'neutral',
    note: broken ? usedBy(users) : undefined,
  });
}

function goneMovement(
  inner: Pair,
  around: Pair,
  log: ChangeLog,
  kept: ReadonlySet<Beat>,
  users: readonly string[],
): void {
  const { id, title, beats = [], completion: criteria = [], policies = [] } = inner.was as Movement;
  const gone = beats.filter((beat) => !kept.has(beat));
  const guards = gone.filter(isGuard).map((beat) => `\`${beat.id}\``);
  const lost = [
    ...(criteria.length > 0 ? ['its completion criteria'] : []),
    ...(policies.length > 0 ? ['its policies'] : []),
    ...(guards.length > 0 ? [`what checks in it: ${guards.join(', ')}`] : []),
  ];
  const notes = [
    ...(users.length > 0 ? [usedBy(users)] : []),
    ...(lost.length > 0 ? [`gone with it: ${lost.join('; ')}`] : []),
  ];
  log.add(
    { ...inner, isAt: [...around.isAt, 'movements'] },
    {
      what: `the movement \`${id}\` was removed`,
      effect: users.length > 0 ? 'breaking' : lost.length > 0 ? 'weakened' : 'neutral',
      note: notes.length > 0 ? notes.join('; ') : undefined,
      was: title,
    },
  );
}

function goneBeat(
  inner: Pair,
  around: Pair,
  { value }: Placed<Beat>,
  movement: Movement | undefined,
  log: ChangeLog,
): void {
  const m = (around.is as Symphony).movements.indexOf(movement!);
  const guard = isGuard(value);
  log.add(
    { ...inner, isAt: [...around.isAt, 'movements', m, 'beats'] },
    {
      what: `the beat \`${value.id}\` was removed`,
      effect: guard ? 'weakened' : 'neutral',
      note: guard ? checks(value) : undefined,
      was: value.title ?? value.id,
    },
  );
}

const checks = ({ approve, probe, activity }: Beat): string =>
  approve ? 'it asked for an approval' : probe ? 'it expected something' : `its activity was ${activity}`;

function freshBeat(inner: Pair, { value }: Placed<Beat>, log: ChangeLog): void {
  const effect = isGuard(value) ? 'tightened' : 'neutral';
  log.add(inner, { what: `the beat \`${value.id}\` was added`, effect, is: value.title ?? value.id });
}

/** One change when those of both versions stand in another order. */
function order<T extends { readonly id: string }>(
  pair: Pair,
  path: readonly string[],
  pairs: readonly Matched<T>[],
  log: ChangeLog,
): void {
  const both = pairs.filter(([was, is]) => was && is) as [Placed<T>, Placed<T>][];
  const position = ({ at }: Placed<T>): number => at.at(-1) as number;
  const now = both.toSorted(([, a], [, b]) => position(a) - position(b));
  if (now.every((one, i) => one === both[i])) return;
  const names = (list: readonly [Placed<T>, Placed<T>][], side: 0 | 1) =>
    list.map((one) => one[side].value.id).join(', ');
  const [before, after] = both[0]!;
  log.add(
    { ...pair, was: null, is: null, path, wasAt: before.at.slice(0, -1), isAt: after.at.slice(0, -1) },
    { what: `the order of the ${path.at(-1)} was changed`, effect: 'neutral', was: names(both, 0), is: names(now, 1) },
  );
}
