/** What is proposed instead of a value that another language or tool would take. */
import { describe, expect, it } from 'vitest';
import {
  beat,
  domain,
  metric,
  movement,
  movements,
  policy,
  symphony,
  workspace,
} from '../../compiler/rules/example.ts';
import { type Seen, seenIn } from '../support/mistakes.ts';

type Files = Record<string, string>;

const inBeat = (...fields: string[]): Files => ({
  'build.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', ...fields))) }),
});
const inSymphony = (extra: string): Files => ({ 'build.yaml': domain(), 'play.yaml': symphony({ extra }) });

async function only(files: Files, ...codes: string[]): Promise<Seen> {
  const found = await seenIn(files, ...codes);
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe('values', () => {
  it.each<[files: Files, at: string, help: string, fixed?: string]>([
    [inBeat('run: [x]', 'timeout: 1m30s'), 'play.yaml:13 1m30s', 'did you mean `90s`?', 'timeout: 90s'],
    [inBeat('run: [x]', 'timeout: 1.5m'), 'play.yaml:13 1.5m', 'did you mean `90s`?', 'timeout: 90s'],
    [inBeat('run: [x]', 'timeout: 1h 30 min'), 'play.yaml:13 1h 30 min', 'did you mean `90m`?', 'timeout: 90m'],
    [
      inBeat('run: [x]', 'timeout: 5s', 'each: { a: [x], b: [y] }'),
      'play.yaml:14 each',
      'keep one of `a` or `b`; where they belong together, list their combinations under one name',
    ],
    [
      inSymphony('after: [build-shop]'),
      'play.yaml:7 build-shop',
      'write `{ symphony: build-shop }`',
      'after: [{ symphony: build-shop }]',
    ],
    [
      inSymphony('inputs: { a: { type: boolean } }'),
      'play.yaml:7 boolean',
      'did you mean `bool`?',
      'inputs: { a: { type: bool } }',
    ],
    [inSymphony('rollback: { atomic: all }'), 'play.yaml:7 all', 'did you mean `symphony`?'],
    [
      { 'symphony.yaml': workspace('build.yaml', 'failOn: error'), 'build.yaml': domain() },
      'symphony.yaml:6 error',
      'did you mean `critical`?',
    ],
    [
      { 'm.yaml': metric('m', 'percent', 'goal: { atLeast: 80% }') },
      'm.yaml:7 80%',
      'write `80`',
      'goal: { atLeast: 80 }',
    ],
    [
      { 'm.yaml': metric('m', 'ratio', 'goal: { atLeast: 80% }') },
      'm.yaml:7 80%',
      'write `0.8`',
      'goal: { atLeast: 0.8 }',
    ],
    [{ 'm.yaml': metric('m', 'count', 'goal: { atLeast: 80% }') }, 'm.yaml:7 80%', 'write `80`, or `0.8` of a ratio'],
  ])('%#', async (files, at, help, fixed) => {
    const found = await only(files, 'SCHEMA_VIOLATION');
    expect(found).toMatchObject({ at, help });
    expect(found.fixed).toBe(fixed);
  });
});

describe('a missing kind', () => {
  it.each([
    ['Domain', domain()],
    ['Symphony', symphony()],
    ['Metric', metric('build')],
    ['Policy', policy('build', 'attest: { evidence: seal }')],
  ])('%s', async (kind, text) => {
    const found = await only({ 'build.yaml': text.replace(/^kind: .*\n/m, '') }, 'KIND_UNKNOWN');
    expect(found.help).toBe(`add \`kind: ${kind}\`, to judge by its fields`);
  });
  it('of a file that is no definition', async () => {
    const found = await only({ 'build.yaml': 'name: x\nversion: 1\n' }, 'KIND_UNKNOWN');
    expect(found.help).toBe('a file that is not a definition is taken out with `exclude`');
  });
});

describe('a missing id', () => {
  const without = (...fields: string[]): Files => {
    const files = inBeat(...fields);
    return { ...files, 'play.yaml': files['play.yaml']!.replace('- id: a\n        ', '- ') };
  };
  it.each<[what: string, files: Files, help: string]>([
    ['of the title', without('title: Load build context', 'run: [x]'), 'add `id: load-build-context`'],
    ['of the handler', without('handler: build#loadContext'), 'add `id: load-context`'],
    ['of the command', without('run: [npm, run, lint]'), 'add `id: npm-run-lint`'],
    ['of nothing', without('approve: { by: owner }'), 'add `id: load-build-context`'],
  ])('%s', async (_, files, help) => {
    expect((await only(files, 'SCHEMA_VIOLATION')).help).toBe(help);
  });
});

describe('text that YAML takes for something else', () => {
  it.each([
    ['!inputs.dry_run', '!inputs.dry_run', '`"!inputs.dry_run"`'],
    ['!inputs.dry_run && x > 1', '!inputs.dry_run', '`"!inputs.dry_run && x > 1"`'],
    ['!(a || b)', '!', '`"!(a || b)"`'],
  ])('when: %s', async (when, at, quoted) => {
    expect(await only(inBeat('run: [x]', 'timeout: 5s', `when: ${when}`))).toMatchObject({
      code: 'YAML_SYNTAX',
      at: `play.yaml:14 ${at}`,
      help: `\`!\` begins a YAML tag; put the expression in quotes: ${quoted}`,
    });
  });
});
