/** What values the fields of definitions have, as far as their schemas limit them. */
import { numbers, type Values } from './values.ts';

const filled: Values = { kind: 'text', filled: true };
const choice = (words: string): Values => ({ kind: 'choice', of: words.split(' ') });
/** The same, or nothing. */
const optional = (words: string): Values => ({ kind: 'choice', of: ['', ...words.split(' ')] });
const listOf = (of: Values, atLeast = 0): Values => ({ kind: 'list', of, atLeast });
const amount = numbers(0, Infinity, true);
const dynamics = 'p mf f ff';

/** Fields that assertions see and whose values the schemas limit, by structure. The others have any value of their type. */
export const fieldValues: Readonly<Record<string, Readonly<Record<string, Values>>>> = {
  beat: {
    id: filled,
    movement: filled,
    activity: optional(
      'planning initialization build test validation verification generation collection transformation analysis ' +
        'remediation safety discovery deployment monitoring release learning reporting observation',
    ),
    does: choice('handler run perform probe approve'),
    effects: optional('none local external'),
    from: choice(dynamics),
    position: amount,
    timeout_ms: amount,
    retries: numbers(0, 19, true),
  },
  rollback: {
    atomic: optional('beat movement symphony'),
    on: listOf(choice('beat-failed handler-timeout validation-failed git-commit-failed gate-failed cancelled')),
  },
  movement: { id: filled, title: filled, position: amount, budget_ms: amount },
  symphony: {
    id: filled,
    title: filled,
    domain: filled,
    status: choice('draft active deprecated'),
    category: optional('continuous-delivery build governance reporting quality operations feature'),
    dynamics: choice(dynamics),
    budget_ms: amount,
    capacity: numbers(0, 1024, true),
    movements: listOf({ kind: 'structure', name: 'movement' }, 1),
  },
};
