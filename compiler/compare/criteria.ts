/** Lists of conditions that must all be true: which were loosened, which dropped. */
import { compareConditions, namesSame } from './conditions.ts';
import type { Comparer } from './judges.ts';
import { type ChangeLog, items, type Pair } from './log.ts';

interface Criterion {
  readonly text: string;
  readonly at: number;
}

const criteria = (value: unknown): Criterion[] => items(value).map((text, at) => ({ text: String(text), at }));

const loosened = {
  weaker: { verb: 'loosened', effect: 'weakened' },
  'partly weaker': { verb: 'loosened in part', effect: 'weakened' },
  stronger: { verb: 'tightened', effect: 'tightened' },
} as const;

/** Equal ones first, then those of which one implies the other, then those about the same metrics; what is left is gone or new. */
export const completion: Comparer = (pair, log) => {
  let [was, is] = [criteria(pair.was), criteria(pair.is)];
  const take = (
    fits: (before: Criterion, after: Criterion) => boolean,
    found: (a: Criterion, b: Criterion) => void,
  ) => {
    for (const before of was) {
      const after = is.find((one) => fits(before, one));
      if (!after) continue;
      was = was.filter((one) => one !== before);
      is = is.filter((one) => one !== after);
      found(before, after);
    }
  };
  const relation = (a: Criterion, b: Criterion) => compareConditions(a.text, b.text);
  take(
    (a, b) => relation(a, b) === 'same',
    () => {},
  );
  take(
    (a, b) => Object.hasOwn(loosened, relation(a, b)),
    (a, b) => {
      const { verb, effect } = loosened[relation(a, b) as keyof typeof loosened];
      add(pair, log, a, b, verb, effect);
    },
  );
  take(
    (a, b) => namesSame(a.text, b.text),
    (a, b) => add(pair, log, a, b, 'changed', 'neutral', 'the two cannot be compared; look at them'),
  );
  const left = items(pair.is).map((text) => ({ text: String(text), at: 0 }));
  for (const gone of was) {
    const implied = left.some((one) => ['same', 'stronger'].includes(relation(gone, one)));
    if (implied) add(pair, log, gone, undefined, 'dropped', 'neutral', 'another one asks for as much');
    else add(pair, log, gone, undefined, 'dropped', 'weakened');
  }
  for (const fresh of is) add(pair, log, undefined, fresh, 'added', 'tightened');
};

function add(
  pair: Pair,
  log: ChangeLog,
  was: Criterion | undefined,
  is: Criterion | undefined,
  verb: string,
  effect: 'weakened' | 'tightened' | 'neutral',
  note?: string,
): void {
  const one: Pair = {
    ...pair,
    was: was?.text,
    is: is?.text,
    wasAt: was ? [...pair.wasAt, was.at] : pair.wasAt,
    isAt: is ? [...pair.isAt, is.at] : pair.isAt,
  };
  log.add(one, { what: `a completion criterion was ${verb}`, effect, note });
}
