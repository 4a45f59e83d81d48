/** What a changed value means: more is asked than before, less, or something else. */
import { canonicalJson } from '../../runtime/core/canonical-json.ts';
import { parseDuration } from '../base/duration.ts';
import type { Effect } from '../model/change.ts';
import { compareConditions, type Relation } from './conditions.ts';
import { type ChangeLog, fieldOf, type Pair, record } from './log.ts';

/** Adds what differs in a pair to the log. */
export type Comparer = (pair: Pair, log: ChangeLog) => void;

interface Judged {
  readonly verb: string;
  readonly effect: Effect;
  readonly note?: string;
  /** Instead of the values, where one of them goes without saying. */
  readonly was?: string;
  readonly is?: string;
}

/** Undefined when both mean the same. */
type Judge = (was: unknown, is: unknown) => Judged | undefined;

/** Equal whatever the order of keys. */
export const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));

/** `noun`: what the value is, as in `the timeout`. */
export const scalar =
  (noun: string, judge: Judge): Comparer =>
  (pair, log) => {
    if (same(pair.was, pair.is)) return;
    const judged = judge(pair.was, pair.is);
    if (!judged) return;
    const { verb, ...rest } = judged;
    log.add(pair, { what: `${noun} was ${verb}`, ...rest });
  };

const verbOf = (was: unknown, is: unknown): string =>
  was === undefined ? 'added' : is === undefined ? 'dropped' : 'changed';

/** Nobody can tell what it is for. */
export const plain: Judge = (was, is) => ({ verb: verbOf(was, is), effect: 'neutral' });

/** Its being there is what counts. */
export const required: Judge = (was, is) => ({
  verb: verbOf(was, is),
  effect: is === undefined ? 'weakened' : was === undefined ? 'tightened' : 'neutral',
});

/** Where its being gone breaks what others rely on. */
export const reliedOn =
  (note: string): Judge =>
  (was, is) => ({ verb: verbOf(was, is), effect: was === undefined ? 'neutral' : 'breaking', note });

type Measure = (value: unknown) => number | undefined;

const number: Measure = (value) => (typeof value === 'number' ? value : undefined);
const duration: Measure = (value) => parseDuration(typeof value === 'string' ? value : undefined);

/** A limit in one direction; without it there is none. */
const limit =
  (measure: Measure, weaker: 'raised' | 'lowered'): Judge =>
  (was, is) => {
    const [before, after] = [measure(was), measure(is)];
    if (was === undefined || is === undefined) return required(was, is);
    if (before === undefined || after === undefined) return plain(was, is);
    if (before === after) return undefined;
    const verb = after > before ? 'raised' : 'lowered';
    return { verb, effect: verb === weaker ? 'weakened' : 'tightened' };
  };

/** At most so much. */
export const ceiling: Judge = limit(number, 'raised');
/** At least so much. */
export const floor: Judge = limit(number, 'lowered');
/** At most so long. */
export const timeLimit: Judge = limit(duration, 'raised');

/** Some duration that is no limit. */
export const anyDuration: Judge = (was, is) =>
  duration(was) !== undefined && duration(was) === duration(is) ? undefined : plain(was, is);

interface Ladder {
  /** From the weakest to the strictest. */
  readonly order: readonly string[];
  /** What holds when nothing is written. */
  readonly initial: string;
  readonly note?: string;
}

/** One of several levels. */
export const ladder =
  ({ order, initial, note }: Ladder): Judge =>
  (was = initial, is = initial) => {
    const [before, after] = [order.indexOf(String(was)), order.indexOf(String(is))];
    if (was === is) return undefined;
    if (before === -1 || after === -1) return { verb: 'changed', effect: 'neutral' };
    const effect = after < before ? 'weakened' : 'tightened';
    return { verb: 'changed', effect, note, was: String(was), is: String(is) };
  };

/** True is what is asked for. */
export const flag: Judge = (was = false, is = false) =>
  was === is ? undefined : { verb: 'changed', effect: is === true ? 'tightened' : 'weakened' };

/** As if `initial` stood where nothing does. */
export const orElse =
  (initial: unknown, judge: Judge): Judge =>
  (was = initial, is = initial) =>
    same(was, is) ? undefined : judge(was, is);

const unclear = 'the two cannot be compared; look at them';

const ofGate: Readonly<Record<Exclude<Relation, 'same'>, Judged>> = {
  weaker: { verb: 'loosened', effect: 'weakened' },
  stronger: { verb: 'tightened', effect: 'tightened' },
  'partly weaker': { verb: 'loosened in part', effect: 'weakened' },
  unknown: { verb: 'changed', effect: 'neutral', note: unclear },
};

/** An expression that must be true. */
export const condition: Judge = (was, is) => {
  if (typeof was !== 'string' || typeof is !== 'string') return required(was, is);
  const relation = compareConditions(was, is);
  return relation === 'same' ? undefined : ofGate[relation];
};

/** An expression without which a beat does not play. */
export const occasion: Judge = (was, is) => {
  const [rarer, oftener] = ['it plays less often', 'it plays more often'];
  if (was === undefined) return { verb: 'added', effect: 'weakened', note: rarer };
  if (is === undefined) return { verb: 'dropped', effect: 'tightened', note: oftener };
  const relation = compareConditions(String(was), String(is));
  if (relation === 'same') return undefined;
  if (relation === 'weaker') return { verb: 'changed', effect: 'tightened', note: oftener };
  if (relation === 'stronger') return { verb: 'changed', effect: 'weakened', note: rarer };
  return { verb: 'changed', effect: 'neutral', note: unclear };
};

/** The fields of a mapping, each as the table says; one that it does not name is merely different. */
export const fields =
  (table: Readonly<Record<string, Comparer>>, ...skipped: string[]): Comparer =>
  (pair, log) => {
    const names = new Set([...Object.keys(record(pair.was)), ...Object.keys(record(pair.is))]);
    for (const name of [...names].sort()) {
      if (skipped.includes(name)) continue;
      const comparer = Object.hasOwn(table, name) ? table[name]! : scalar(`\`${name}\``, plain);
      comparer(fieldOf(pair, name), log);
    }
  };

/** A mapping that may be missing as a whole, judged by `judge` then. */
export const part =
  (noun: string, judge: Judge, inner: Comparer): Comparer =>
  (pair, log) => {
    if (pair.was === undefined || pair.is === undefined) scalar(noun, judge)(pair, log);
    else inner(pair, log);
  };

/** The entries of a mapping from names. */
export const entries =
  (comparer: (name: string) => Comparer): Comparer =>
  (pair, log) => {
    const names = new Set([...Object.keys(record(pair.was)), ...Object.keys(record(pair.is))]);
    for (const name of [...names].sort()) comparer(name)(fieldOf(pair, name), log);
  };

/** A list whose order means nothing, each item by itself. `key`: what tells items apart; `step`: what it adds to the path. */
export const members =
  (
    noun: (key: string) => string,
    judge: Judge,
    key: (item: unknown) => string = String,
    step: (key: string) => readonly string[] = (name) => [name],
  ): Comparer =>
  (pair, log) => {
    const side = (value: unknown) =>
      new Map(Array.isArray(value) ? value.map((item, i) => [key(item), { item, i }]) : []);
    const [was, is] = [side(pair.was), side(pair.is)];
    for (const name of new Set([...was.keys(), ...is.keys()])) {
      const [before, after] = [was.get(name), is.get(name)];
      scalar(noun(name), judge)(
        {
          was: before?.item,
          is: after?.item,
          path: [...pair.path, ...step(name)],
          wasAt: before ? [...pair.wasAt, before.i] : pair.wasAt,
          isAt: after ? [...pair.isAt, after.i] : pair.isAt,
          subject: pair.subject,
        },
        log,
      );
    }
  };
