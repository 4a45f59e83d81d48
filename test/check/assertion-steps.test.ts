/** The work that assertions make has a limit, told before anything is evaluated. */
import { describe, expect, it } from 'vitest';
import { beat, domain, movement, movements, policy, symphony } from '../../compiler/rules/example.ts';
import { diagnose } from '../support/workspace.ts';

async function violations(over: string, that: string, beats: number, count = 1) {
  const beatsOf = (m: number) => Array.from({ length: beats / count }, (_, b) => beat(`b-${m}-${b}`));
  const all = Array.from({ length: count }, (_, m) => movement(`m-${m}`, ...beatsOf(m)));
  const found = await diagnose({
    'build.yaml': domain(),
    'hard.yaml': policy('hard', `assert: { over: ${over}, that: '${that}' }`),
    'play.yaml': symphony({ extra: 'policies: [hard]', movements: movements(...all) }),
  });
  return found.filter(({ code }) => code === 'POLICY_VIOLATED');
}

/** Lists of which each is twice as long as the one before. */
const doubled = Array.from({ length: 12 }).reduceRight(
  (inner: string, _, i) => `cel.bind(x${i + 1}, x${i} + x${i}, ${inner})`,
  'x12 != []',
);

describe('an assertion', () => {
  it.each([
    [
      'three loops over all beats',
      'beat',
      'symphony.beats.all(a, symphony.beats.all(b, symphony.beats.all(c, a.id != c.id)))',
    ],
    [
      'a list inside a filter',
      'symphony',
      'symphony.beats.all(a, symphony.beats.filter(b, b.id != a.id).all(c, c.id != a.id))',
    ],
    ['a list under another name', 'movement', 'cel.bind(x, symphony.beats, x.all(a, x.all(b, a.id != b.id)))'],
    ['a list in a list', 'beat', 'symphony.beats.map(b, symphony.beats).all(x, x.all(b, b.id != ""))'],
    ['lists that double', 'symphony', `cel.bind(x0, symphony.beats, ${doubled})`],
    ['comparisons of lists', 'beat', 'symphony.beats.all(b, symphony.beats == symphony.beats)'],
  ])('that would take too long is not evaluated, and reported once: %s', async (_, over, that) => {
    const found = await violations(over, that, 1000, 2);
    expect(found.map(({ range }) => range.start.line)).toEqual([
      over === 'symphony' ? 3 : over === 'movement' ? 9 : 12,
    ]);
    expect(found[0]!.message).toMatch(
      /it cannot be evaluated: it would take (about \d+( \d{3})+|far too many) steps, and at most 2 000 000 are made$/,
    );
  });
  it.each([
    ['the lists of 2000 beats', 'symphony', 'symphony.beats.all(b, b.emits.all(e, e != "x"))', 1],
    [
      'the beats of 100 movements',
      'symphony',
      'symphony.movements.all(m, m.beats.all(b, b.id != "" && b.title != "x" && b.does != ""))',
      100,
    ],
    [
      'the beats of its own movement',
      'movement',
      'movement.beats.all(b, b.id != "" && b.title != "x" && b.does != "")',
      100,
    ],
  ])('may go through %s', async (_, over, that, count) => {
    expect(await violations(over, that, 2000, count)).toEqual([]);
  });
});
