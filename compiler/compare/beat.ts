/** One beat in both versions. */

import { dynamicsLevels } from '../base/music.ts';
import type { Beat } from '../model/document.ts';
import {
  anyDuration,
  type Comparer,
  ceiling,
  condition,
  entries,
  fields,
  ladder,
  members,
  occasion,
  orElse,
  part,
  plain,
  reliedOn,
  required,
  same,
  scalar,
  timeLimit,
} from './judges.ts';
import { type ChangeLog, fieldOf, type Pair } from './log.ts';

const actions = ['handler', 'run', 'perform', 'probe', 'approve'] as const;
type Action = (typeof actions)[number];

const actionOf = (beat: Beat): Action => actions.find((name) => beat[name] !== undefined) ?? 'run';

/** What a beat may hand to its handler, and get from it: the types that a build emits say the same. */
const contract = (noun: string, relies: boolean): Comparer =>
  members(
    (name) => `${noun} \`${name}\``,
    (was, is) => (relies && is === undefined ? reliedOn('its handler may rely on it')(was, is) : plain(was, is)),
  );

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

const inputs = (relies: boolean): Comparer =>
  entries((name) =>
    scalar(`the constant \`${name}\` for the handler`, (was, is) =>
      relies && was !== undefined && typeOf(was) !== typeOf(is)
        ? reliedOn('its handler may rely on it')(was, is)
        : plain(was, is),
    ),
  );

const retry: Comparer = (pair, log) => {
  const once = { attempts: 1 };
  const full = { ...pair, was: pair.was ?? once, is: pair.is ?? once };
  const table = {
    attempts: scalar('the number of attempts', ceiling),
    backoff: scalar('the pause before another attempt', anyDuration),
  };
  fields(table)(full, log);
};

const table: Readonly<Record<string, Comparer>> = {
  timeout: scalar('the timeout', timeLimit),
  retry,
  rollback: scalar('the way back', required),
  from: scalar('the level from which it plays', ladder({ order: [...dynamicsLevels].reverse(), initial: 'p' })),
  when: scalar('the condition under which it plays', occasion),
  effects: scalar('how far its effects reach', orElse('none', plain)),
  idempotent: scalar('whether it is idempotent', orElse(false, plain)),
  spec: scalar('the specification', required),
  test: scalar('the test', required),
  awaits: members((event) => `the awaited event \`${event}\``, plain),
  needs: scalar('what it needs', plain),
  probe: part(
    'the probe',
    plain,
    fields({ expect: scalar('what the probe expects', condition), run: scalar('what the probe runs', plain) }),
  ),
  approve: fields({ by: scalar('who approves', plain) }),
};

/** `pair`: the beat, under whichever id, movement and position. Its policies are looked at elsewhere. */
export function compareBeat(pair: Pair, log: ChangeLog): void {
  const [was, is] = [pair.was as Beat, pair.is as Beat];
  const [before, after] = [actionOf(was), actionOf(is)];
  const action = { ...pair, was: { [before]: was[before] }, is: { [after]: is[after] } };
  if (before !== after) {
    const one = { ...fieldOf(action, before), isAt: [...pair.isAt, after] };
    const guards = before === 'approve' || before === 'probe';
    log.add(one, {
      what: 'what the beat does was changed',
      effect: guards ? 'weakened' : 'neutral',
      note: guards
        ? before === 'approve'
          ? 'nobody approves here any more'
          : 'nothing is expected here any more'
        : undefined,
      was: before,
      is: after,
    });
  }
  const relies = was.handler !== undefined && same(was.handler, is.handler);
  const own: Readonly<Record<string, Comparer>> = {
    ...table,
    emits: contract('the emitted event', relies),
    measures: contract('the measured metric', relies),
    evidence: contract('the evidence', relies),
    with: inputs(relies),
  };
  fields(own, 'id', 'policies', ...(before === after ? [] : actions))(pair, log);
}
