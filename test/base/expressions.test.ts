/** Expressions over structures: evaluation, what is wrong with them, and why they are false. */
import { describe, expect, it } from 'vitest';
import { blame } from '../../compiler/base/blame.ts';
import { namesIn, sourceOf } from '../../compiler/base/expression-nodes.ts';
import { describeProblem } from '../../compiler/base/expression-problem.ts';
import { assertStructures, assertVariables } from '../../compiler/base/variables.ts';
import {
  checkExpression,
  childNodes,
  evaluateExpression,
  parseExpression,
  type StructureTypes,
  type VariableTypes,
} from '../../runtime/core/cel.ts';

const structures: StructureTypes = {
  beat: { id: 'string', timeout_ms: 'int', emits: 'list<string>', idempotent: 'bool' },
  movement: { id: 'string', first: 'beat', beats: 'list<beat>', rows: 'list<list<beat>>' },
};
const variables: VariableTypes = { movement: 'movement', beat: 'beat' };

const beat = (id: string, timeout: number, emits: string[] = []) => ({
  id,
  timeout_ms: BigInt(timeout),
  emits,
  idempotent: false,
});
const beats = [beat('a', 0, ['x.y']), beat('b', 5)];
const values = { movement: { id: 'm', first: beats[0], beats, rows: [beats, []] }, beat: beats[0] };

describe('evaluation over plain objects', () => {
  it.each([
    ['movement.beats[1].timeout_ms == 5', true],
    ['movement.first.emits[0] == "x.y"', true],
    ['movement.rows[0][1].id == "b"', true],
    ['movement.beats.filter(b, b.timeout_ms > 0)[0].id == "b"', true],
    ['movement.beats.map(b, b.id) == ["a", "b"]', true],
    ['movement.beats.all(a, movement.beats.exists(b, b.id != a.id))', true],
    ['size(movement.beats[1].emits) > 0', false],
  ])('%s', (text, value) => {
    expect(checkExpression(text, variables, structures)).toEqual({ type: 'bool' });
    expect(evaluateExpression(text, variables, values, structures)).toEqual({ value });
  });

  it.each([
    ['an item that is not there', 'movement.beats[2].id == "c"', values],
    ['a variable that is not there', 'beat.id == "a"', { movement: values.movement }],
    ['a field that is not there', 'beat.id == "a"', { beat: {} }],
    ['a value of another type', 'beat.timeout_ms == 0', { beat: { ...beats[0], timeout_ms: '0' } }],
    ['a regular expression', 'beat.id.matches("a")', values],
    ['the time zone', 'timestamp("2026-01-01T00:00:00Z").getHours() == 0', values],
  ])('%s is an error, not a value', (_, text, given) => {
    expect(evaluateExpression(text, variables, given, structures)).toHaveProperty('error');
  });
});

describe('what is wrong', () => {
  const metrics: VariableTypes = { success_rate: 'double', failures: 'int', ready: 'bool' };
  it.each([
    ['succes_rate > 0.5', 'succes_rate', 'there is no metric `succes_rate`', 'did you mean `success_rate`?'],
    ['success-rate > 0.5', 'success', 'there is no metric `success`', 'did you mean `success_rate`?'],
    ['ready && (success_rate == 1)', 'success_rate == 1', '`==` does not take a double and an int', 'write `1.0`'],
    [
      'success_rate == failures',
      'success_rate == failures',
      '`==` does not take a double and an int',
      'turn the int into a double with `double(…)`',
    ],
    ['success_rate == "1"', 'success_rate == "1"', '`==` does not take a double and a string', undefined],
    ['!failures', '!failures', '`!` does not take an int', undefined],
    ['failures && ready', 'failures && ready', '`&&` and `||` take true or false, not an int', undefined],
    ['failures = 0', '=', '`=` is not expected here', 'CEL writes `==` instead of `=`'],
    ['ready and ready', 'and', '`and` is not expected here', 'CEL writes `&&` instead of `and`'],
    ['not ready', 'ready', '`ready` is not expected here', 'CEL writes `!` instead of `not`'],
    ['failures >', '>', 'the expression ends too early', undefined],
    ['(failures > 0', '0', 'a `)` is missing at the end', undefined],
    ['failures.total > 0', 'total', 'an int has no fields', undefined],
    ['round(failures) > 0', 'round(failures)', 'there is no function `round(int)`', undefined],
    ['if > 0', 'if', '`if` is a reserved word', undefined],
  ])('%s', (text, at, problem, help) => {
    const { error } = checkExpression(text, metrics);
    const site = { text, path: [], subject: '', scope: 'metrics', role: 'gate' } as const;
    const scope = { variables: metrics, structures: {}, metrics: new Map(), candidates: () => Object.keys(metrics) };
    const found = describeProblem(error!, site, scope);
    expect(text.slice(found.start, found.end)).toBe(at);
    expect([found.problem, found.help]).toEqual([problem, help]);
  });

  it.each([
    ['movement.beats.all(b, b.timout_ms > 0)', 'a beat has no field `timout_ms`', 'did you mean `timeout_ms`?'],
    [
      'timeout_ms > 0',
      'there is no variable `timeout_ms` here; known are `movement` and `beat`',
      'did you mean `beat.timeout_ms`?',
    ],
    ['baet.id == ""', 'there is no variable `baet` here; known are `movement` and `beat`', 'did you mean `beat`?'],
  ])('%s', (text, problem, help) => {
    const { error } = checkExpression(text, variables, structures);
    const site = { text, path: [], subject: '', scope: 'assert', role: 'assert', over: 'beat' } as const;
    const scope = { variables, structures, metrics: new Map(), candidates: () => Object.keys(variables) };
    expect(describeProblem(error!, site, scope)).toMatchObject({ problem, help });
  });
});

describe('why it is false', () => {
  it.each([
    ['beat.timeout_ms > 0', ['`beat.timeout_ms > 0` is false: `beat.timeout_ms` is 0']],
    ['beat.id == "a" && beat.idempotent', ['`beat.idempotent` is false']],
    ['!(beat.id == "a")', ['`beat.id == "a"` is true: `beat.id` is "a"']],
    [
      'beat.idempotent || beat.timeout_ms == size(movement.beats)',
      [
        '`beat.idempotent` is false',
        '`beat.timeout_ms == size(movement.beats)` is false: `beat.timeout_ms` is 0 and `size(movement.beats)` is 2',
      ],
    ],
    ['!(beat.idempotent || beat.id == "a")', ['`beat.id == "a"` is true: `beat.id` is "a"']],
    ['beat.id == "a" ? beat.idempotent : true', ['`beat.idempotent` is false']],
    ['"z" in beat.emits', ['`"z" in beat.emits` is false: `beat.emits` is ["x.y"]']],
    [
      '(beat.timeout_ms) - (1 - 2) == (5)',
      ['`(beat.timeout_ms) - (1 - 2) == (5)` is false: `(beat.timeout_ms) - (1 - 2)` is 1'],
    ],
    ['movement.beats.all(b, b.timeout_ms > 0)', ['`b.timeout_ms > 0` is false for `a`, where `b.timeout_ms` is 0']],
    ['movement.beats.exists(b, b.idempotent)', ['`b.idempotent` is true for none of the 2 in `movement.beats`']],
    ['!movement.beats.exists(b, b.id == "b")', ['`b.id == "b"` is true for `b`']],
    ['!movement.beats.all(b, b.id != "")', ['`b.id != ""` is true for all 2 in `movement.beats`']],
    ['movement.beats.exists_one(b, b.id != "")', ['`b.id != ""` is true for `a` and `b`']],
    ['movement.beats[1].emits.exists(e, e != "")', ['`movement.beats[1].emits` is empty']],
    ['beat.emits.all(e, e == "z")', ['`e == "z"` is false for `"x.y"`']],
  ])('%s', (text, reasons) => {
    expect(evaluateExpression(text, variables, values, structures)).toEqual({ value: false });
    expect(blame(text, { variables, values, structures })).toEqual(reasons);
  });

  const symphonyOf = (...movements: readonly (readonly [string, Readonly<Record<string, string>>])[]) => {
    const all = movements.map(([id, activities], position) => ({
      id,
      position: BigInt(position),
      beats: Object.entries(activities).map(([beat, activity]) => ({ id: beat, movement: id, activity, emits: [] })),
    }));
    return { movements: all, beats: all.flatMap((one) => one.beats), title: 't' };
  };
  const played = symphonyOf(['one', { a: 'build', b: 'test' }], ['two', { c: 'build', d: '' }], ['three', {}]);

  it.each([
    [
      'symphony.movements.all(m, m.beats.exists(b, b.activity == "test"))',
      '`m.beats.exists(b, b.activity == "test")` is false for `two` and `three`: for `two`, `b.activity == "test"` is true ' +
        'for none of the 2 in `m.beats`: for `two/c`, `b.activity` is "build"; for `two/d`, `b.activity` is ""; ' +
        'for `three`, `m.beats` is empty',
    ],
    ['symphony.beats.all(b, b.activity != "")', '`b.activity != ""` is false for `two/d`, where `b.activity` is ""'],
    [
      'symphony.beats.all(b, b.activity != "build" || size(b.emits) > 0)',
      '`b.activity != "build" || size(b.emits) > 0` is false for `one/a` and `two/c`, where ' +
        '`b.activity != "build"` is false: `b.activity` is "build"; `size(b.emits) > 0` is false: `size(b.emits)` is 0',
    ],
    [
      '!symphony.movements.exists(m, m.position > 0 && m.beats.all(b, b.activity in ["build", ""]))',
      '`m.position > 0 && m.beats.all(b, b.activity in ["build", ""])` is true for `two` and `three`: ' +
        'for `two`, `m.position > 0` is true: `m.position` is 1; ' +
        '`b.activity in ["build", ""]` is true for all 2 in `m.beats`; ' +
        'for `three`, `m.position > 0` is true: `m.position` is 2; `m.beats` is empty',
    ],
    [
      'symphony.movements.filter(m, m.position == 1).all(m, m.beats.exists(b, symphony.beats.all(o, o.activity == b.activity)))',
      '`m.beats.exists(b, symphony.beats.all(o, o.activity == b.activity))` is false for `two`, where ' +
        '`symphony.beats.all(o, o.activity == b.activity)` is true for none of the 2 in `m.beats`: for `two/c`, ' +
        '`o.activity == b.activity` is false for `one/b` and `two/d`: for `one/b`, `o.activity` is "test" and `b.activity` is "build"; ' +
        'for `two/d`, `o.activity` is "" and `b.activity` is "build"',
    ],
  ])('names movement, beat and value in %s', (text, reason) => {
    const given = { variables: assertVariables.symphony, values: { symphony: played }, structures: assertStructures };
    expect(evaluateExpression(text, given.variables, given.values, given.structures)).toEqual({ value: false });
    expect(blame(text, given)).toEqual([reason]);
  });

  it('names the first few elements and counts the others', () => {
    const many = Array.from({ length: 7 }, (_, i) => beat(`b${i}`, 0));
    const given = { ...values, movement: { ...values.movement, beats: many } };
    expect(blame('movement.beats.all(b, b.timeout_ms > 0)', { variables, values: given, structures })).toEqual([
      '`b.timeout_ms > 0` is false for `b0`, `b1`, `b2`, `b3`, `b4` and 2 more, where `b.timeout_ms` is 0',
    ]);
  });
});

describe('parts of an expression', () => {
  it.each([
    ['(a) == (b)', ['(a) == (b)', 'a', 'b']],
    ['a - (b - c)', ['a - (b - c)', 'a', 'b - c', 'b', 'c']],
    ['((a + b)) * c', ['((a + b)) * c', 'a + b', 'a', 'b', 'c']],
    ['f(")") == (g("("))', ['f(")") == (g("("))', 'f(")")', '")"', 'g("(")', '"("']],
  ])('have text in which every parenthesis has its partner: %s', (text, parts) => {
    const walk = (node: ReturnType<typeof parseExpression> & object): string[] => [
      sourceOf(text, node),
      ...childNodes(node).flatMap(walk),
    ];
    expect(walk(parseExpression(text)!)).toEqual(parts);
  });

  it.each([
    ['a > b.c', ['a', 'b']],
    ['xs.all(a, a > b)', ['b', 'xs']],
    ['a > 0 && xs.exists(a, a > 0)', ['a', 'xs']],
    ['cel.bind(a, b, a > c)', ['b', 'c']],
    ['xs.filter(x, x.f).map(y, y + x)', ['x', 'xs']],
    ['"a" == f(b)', ['b']],
  ])('name variables, but not those that macros bind: %s', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });
});
