/** What other languages write in expressions: told where it stands, with what CEL writes. */
import { describe, expect, it } from 'vitest';
import { domain, policy, symphony } from '../../compiler/rules/example.ts';
import { seenIn } from '../support/mistakes.ts';

const asserting = (that: string): Record<string, string> => ({
  'build.yaml': domain('build', 'policies: [p]'),
  'p.yaml': policy('p', `assert:\n  over: beat\n  that: ${that}`),
  'play.yaml': symphony(),
});

async function told(that: string) {
  const [found, ...others] = await seenIn(asserting(that), 'EXPRESSION_INVALID');
  expect(others).toEqual([]);
  return { at: found!.at.replace('p.yaml:9 ', ''), message: found!.message, help: found!.help };
}

describe('operators', () => {
  it.each([
    ['beat.timeout_ms > = 80', '> =', '>='],
    ["beat.id === 'a'", '===', '=='],
    ["beat.id !== 'a'", '!==', '!='],
    ['beat.timeout_ms => 5', '=>', '>='],
    ['beat.timeout_ms =< 5', '=<', '<='],
    ['beat.timeout_ms <> 5', '<>', '!='],
    ["beat.id = 'a'", '=', '=='],
  ])('%s', async (that, written, right) => {
    expect(await told(that)).toEqual({
      at: written,
      message: `\`${written}\` is not expected here`,
      help: `CEL writes \`${right}\` instead of \`${written}\``,
    });
  });
});

describe('units', () => {
  it.each([
    ['beat.timeout_ms > 10m', '10m', 'expressions know no durations: write milliseconds, `600000`'],
    ['beat.timeout_ms <= 1.5m && true', '1.5m', 'expressions know no durations: write milliseconds, `90000`'],
    ['beat.timeout_ms >= 80%', '80%', 'write `80` of a metric in percent, `0.8` of a ratio'],
    ['beat.timeout_ms >= 80% && true', '80%', 'write `80` of a metric in percent, `0.8` of a ratio'],
  ])('%s', async (that, at, help) => {
    expect(await told(that)).toEqual({ at, message: `\`${at}\` is not a number`, help });
  });
  it('a duration in quotes', async () => {
    expect((await told("beat.timeout_ms > '10m'")).help).toBe('write `600000`, which is 10m in milliseconds');
  });
  it('the remainder of a division is no unit', async () => {
    expect(await seenIn(asserting('beat.timeout_ms % 10 == 0'), 'EXPRESSION_INVALID')).toEqual([]);
  });
});

describe('functions and fields', () => {
  it.each([
    ['len(beat.id) > 0', 'len(beat.id)', 'did you mean `size(…)`?'],
    ["beat.id.startWith('a')", "beat.id.startWith('a')", 'did you mean `startsWith(…)`?'],
    ['beat.id.startsWith(5)', 'beat.id.startsWith(5)', 'it exists as `string.startsWith(string): bool`'],
    ["beat.emits.includes('a')", "beat.emits.includes('a')", 'write `… in …` for the items of a list'],
    ["beat.emits.any(e, e == 'a')", 'any', 'did you mean `exists(…)`?'],
    ["beat.emits.every(e, (e) != 'a' && e != 'b')", 'every', 'did you mean `all(…)`?'],
    ['beat.emits.length > 0', 'length', 'write `size(…)`'],
    ['beat.timeout > 5', 'timeout', 'did you mean `timeout_ms`?'],
    ['symphony.budget > 5', 'budget', 'did you mean `budget_ms`?'],
    ['symphony.rollback.zzz == true', 'zzz', 'there are `atomic`, `snapshot` and `on`'],
  ])('%s', async (that, at, help) => {
    expect(await told(that)).toMatchObject({ at, help });
  });
});

it('what a comment of YAML cuts off', async () => {
  expect(await told('beat.id != "a #1"')).toEqual({
    at: '"a',
    message: 'the quote `"` is never closed',
    help: 'a blank and `#` begin a comment in YAML: put the whole expression in quotes',
  });
});
