/** Reasoning about conditions: what is called constant is so for all values, and what is not is not. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantOf, constantParts } from '../../compiler/base/reasoning/constant-parts.ts';
import { explainConstant } from '../../compiler/base/reasoning/explain-constant.ts';
import { fieldValues } from '../../compiler/base/reasoning/field-values.ts';
import { metricValues } from '../../compiler/base/reasoning/metric-values.ts';
import type { Values } from '../../compiler/base/reasoning/values.ts';
import { assertStructures, assertVariables, metricType } from '../../compiler/base/variables.ts';
import type { Metric } from '../../compiler/model/document.ts';
import { checkExpression, evaluateExpression, parseExpression } from '../../runtime/core/cel.ts';

const units: Readonly<Record<string, Metric['unit']>> = {
  rate: 'ratio',
  share: 'score',
  cover: 'percent',
  slow: 's',
  failures: 'count',
  size: 'bytes',
  ready: 'bool',
};
const variables = Object.fromEntries(Object.entries(units).map(([name, unit]) => [name, metricType({ unit })]));
const known = new Map(Object.entries(units).map(([name, unit]) => [name, metricValues({ unit })]));
const setting = () => ({ values: known, structures: {}, decided: new Map() });
const constant = (text: string): boolean | undefined => constantOf(parseExpression(text)!, setting());

const { letrec, constantFrom, oneof, tuple, double, integer } = fc;
const join = (parts: readonly string[]): string => parts.join(' ');
const decimals = oneof(
  constantFrom('0.0', '0.5', '1.0', '-1.0', '0.25', '100.0', '1.5'),
  double({ min: -2, max: 120, noNaN: true }).map((number) => number.toFixed(2)),
);
const wholes = oneof(constantFrom('0', '1', '2', '-1'), integer({ min: -3, max: 6 }).map(String));
const order = constantFrom('<', '<=', '>', '>=', '==', '!=');
const { condition } = letrec<{ condition: string; number: string; whole: string }>((tie) => ({
  number: oneof(
    { depthSize: 'small' },
    decimals,
    constantFrom('rate', 'share', 'cover', 'slow'),
    tuple(tie('number'), constantFrom('+', '-', '*', '/'), tie('number')).map((parts) => `(${join(parts)})`),
    tie('number').map((inner) => `-(${inner})`),
    tie('whole').map((inner) => `double(${inner})`),
    tuple(tie('condition'), tie('number'), tie('number')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
  whole: oneof(
    { depthSize: 'small' },
    wholes,
    constantFrom('failures', 'size'),
    tuple(tie('whole'), constantFrom('+', '-', '*', '/', '%'), tie('whole')).map((parts) => `(${join(parts)})`),
  ),
  condition: oneof(
    { depthSize: 'small' },
    constantFrom('ready', 'true', 'false', 'ready == true'),
    tuple(tie('number'), order, tie('number')).map(join),
    tuple(tie('whole'), order, tie('whole')).map(join),
    tuple(tie('condition'), constantFrom('&&', '||'), tie('condition')).map((parts) => `(${join(parts)})`),
    tie('condition').map((inner) => `!(${inner})`),
    tuple(tie('condition'), tie('condition'), tie('condition')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    tuple(tie('whole'), fc.array(tie('whole'), { maxLength: 3 })).map(([one, all]) => `${one} in [${all.join()}]`),
    tuple(tie('number'), fc.array(tie('number'), { minLength: 1, maxLength: 3 })).map(
      ([one, all]) => `[${all.join()}].all(x, x < ${one})`,
    ),
  ),
}));

const ratio = oneof(constantFrom(0, 1, 0.5, 0.25), double({ min: 0, max: 1, noNaN: true }));
const amount = oneof(constantFrom(0n, 1n, 2n), fc.bigInt({ min: 0n, max: 50n }));
const measured = fc.record(
  {
    rate: ratio,
    share: ratio,
    cover: oneof(constantFrom(0, 100, 50), double({ min: 0, max: 100, noNaN: true })),
    slow: oneof(constantFrom(0, 1), double({ min: 0, max: 1e6, noNaN: true })),
    failures: amount,
    size: amount,
    ready: fc.boolean(),
  },
  { noNullPrototype: true },
);

describe('a condition that is called constant', () => {
  it('has that value for all that can be measured', () => {
    let found = 0;
    fc.assert(
      fc.property(condition, fc.array(measured, { minLength: 20, maxLength: 20 }), (text, all) => {
        if (checkExpression(text, variables).type !== 'bool') return;
        const value = constant(text);
        if (value === undefined) return;
        found++;
        for (const values of all) {
          const result = evaluateExpression(text, variables, values);
          if ('value' in result) expect(result.value).toBe(value);
        }
      }),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(150);
  });

  it('is found wherever one metric is compared with numbers', () => {
    const limit = constantFrom('-0.5', '0.0', '0.25', '0.5', '1.0', '1.5');
    const atom = tuple(order, limit).map(([op, to]) => `rate ${op} ${to}`);
    const pair = tuple(atom, constantFrom('&&', '||'), atom).map(join);
    const all = [0, 0.1, 0.25, 0.3, 0.5, 0.7, 1];
    fc.assert(
      fc.property(oneof(atom, pair), (text) => {
        const results = all.map((rate) => evaluateExpression(text, { rate: 'double' }, { rate }));
        const values = new Set(results.map((result) => 'value' in result && result.value));
        expect(constant(text)).toBe(values.size === 1 ? [...values][0] : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['rate * 100.0 <= 100.0', true],
    ['rate + share > 2.0', false],
    ['failures + size >= 0', true],
    ['failures > 0 && failures < 1', false],
    ['slow > 0.0 && slow < 1.0', undefined],
    ['failures >= size || size > failures', true],
    ['(rate > 0.5 ? rate : 1.0) >= 0.0', true],
    ['rate / share >= 0.0', undefined],
    ['rate / share == rate / share', undefined],
    ['double(size) / double(failures) >= 0.0', undefined],
    ['size / (failures + 1) >= 0', true],
    ['ready == true || ready == false', true],
    ['ready && !ready', false],
    ['rate in [2.0, 3.0]', false],
    ['failures in [0, 1]', undefined],
    ['cel.bind(x, rate * 2.0, x > 2.0)', false],
    ['[rate, share].all(x, x <= 1.0)', true],
    ['failures > 9007199254740993 && failures < 9007199254740995', undefined],
    ['rate != share', undefined],
    ['slow <= cover * 1.2', undefined],
  ])('%s: %s', (text, value) => {
    expect(checkExpression(text, variables).type).toBe('bool');
    expect(constant(text)).toBe(value);
  });
});

describe('assertions', () => {
  const names: Values = { kind: 'structure', name: 'symphony' };
  const over = { values: new Map([['symphony', names]]), structures: assertStructures, decided: new Map() };
  const told = (text: string): string[] => {
    expect(checkExpression(text, assertVariables.symphony, assertStructures).type).toBe('bool');
    return constantParts(parseExpression(text)!, over).map((part) => explainConstant(text, part).problem);
  };
  it.each([
    ['symphony.owner != ""', []],
    ['symphony.title != ""', ['`symphony.title != ""` is always true: `symphony.title` is never empty']],
    ['"gate-failed" in symphony.rollback.on', []],
    ['"gate" in symphony.rollback.on', ['`"gate" in symphony.rollback.on` is never true']],
    [
      'size(symphony.movements) > 0',
      ['`size(symphony.movements) > 0` is always true: `size(symphony.movements)` is never below 1'],
    ],
    ['symphony.beats.all(b, b.from in ["p", "mf", "f", "ff"])', 1],
    ['symphony.movements.all(m, m.beats.exists(b, b.id == m.id))', []],
    ['symphony.beats.all(b, b.retries < 3 || b.idempotent)', []],
    [
      'symphony.status == symphony.category',
      [
        '`symphony.status == symphony.category` is never true: `symphony.status` is one of `"draft"`, `"active"` or `"deprecated"` and `symphony.category` never has that value',
      ],
    ],
  ])('%s', (text, expected) => {
    if (typeof expected === 'number') expect(told(text)).toHaveLength(expected);
    else expect(told(text)).toEqual(expected);
  });

  it('know the values that the schema has', () => {
    const schema = JSON.parse(readFileSync('schemas/symphony.schema.json', 'utf8'));
    const { beat, movement } = schema.definitions;
    const symphony = schema.properties;
    const choice = (of: readonly string[]) => ({ kind: 'choice', of });
    const { beat: beats, symphony: symphonies, rollback } = fieldValues;
    expect(beats!['activity']).toEqual(choice(['', ...beat.properties.activity.enum]));
    expect(beats!['effects']).toEqual(choice(['', ...beat.properties.effects.enum]));
    expect(beats!['does']).toEqual(choice(beat.oneOf.map((one: { required: string[] }) => one.required[0])));
    expect(beats!['retries']).toMatchObject({ high: beat.properties.retry.properties.attempts.maximum - 1 });
    expect(symphonies!['category']).toEqual(choice(['', ...symphony.category.enum]));
    expect(symphonies!['capacity']).toMatchObject({ high: symphony.capacity.maximum });
    expect(symphonies!['movements']).toMatchObject({ atLeast: symphony.movements.minItems });
    expect(rollback!['atomic']).toEqual(choice(['', ...symphony.rollback.properties.atomic.enum]));
    expect(rollback!['on']).toMatchObject({ of: choice(symphony.rollback.properties.on.items.enum) });
    const common = JSON.parse(readFileSync('schemas/common.schema.json', 'utf8')).definitions;
    expect(symphonies!['status']).toEqual(choice(common.status.enum));
    expect(movement.required).toContain('title');
    expect(schema.required).toEqual(expect.arrayContaining(['title', 'domain', 'status']));
  });
});

describe('conditions that are made to be hard', () => {
  it('are given up, part by part', () => {
    const names = Array.from({ length: 90 }, (_, i) => `(rate * ${i}.5 > ${i}.25 || cover > ${i}.0)`);
    const text = names
      .join(' && ')
      .slice(0, 1990)
      .replace(/ && [^&]*$/, '');
    const nested = `${'!('.repeat(50)}${names.slice(0, 20).join(' || ')}${')'.repeat(50)}`;
    for (const one of [text, nested]) expect(constantParts(parseExpression(one)!, setting())).toEqual([]);
  });
});
