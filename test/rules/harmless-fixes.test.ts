/** Fixes that were found to break something else are offered only where they do not. */
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
import { runCli } from '../support/cli.ts';
import { planFor } from '../support/fixing.ts';
import { tempWorkspace, writeFiles } from '../support/temp.ts';
import { diagnose } from '../support/workspace.ts';

const fixOf = async (code: string, files: Record<string, string>): Promise<string | undefined> => {
  const found = (await diagnose(files)).filter((one) => one.code === code);
  expect(found).toHaveLength(1);
  return found[0]!.fix?.title;
};

describe('ID_FILE_MISMATCH', () => {
  it('gives an id to a document that nobody names', async () => {
    expect(await fixOf('ID_FILE_MISMATCH', { 'building.yaml': domain() })).toBe('write `building`');
  });
  it.each<[string, Record<string, string>]>([
    ['a symphony names it', { 'building.yaml': domain(), 'play.yaml': symphony() }],
    ['a domain depends on it', { 'building.yaml': domain(), 'other.yaml': domain('other', 'dependsOn: [build]') }],
    ['a domain registers it', { 'build.yaml': domain('build', 'symphonies: [play]'), 'game.yaml': symphony() }],
    [
      'a beat performs it',
      {
        'build.yaml': domain(),
        'game.yaml': symphony(),
        'main.yaml': symphony({
          id: 'main',
          movements: movements(movement('one', beat('a', 'perform: play', 'timeout: 5s'))),
        }),
      },
    ],
    [
      'a symphony follows it',
      {
        'build.yaml': domain(),
        'game.yaml': symphony(),
        'main.yaml': symphony({ id: 'main', extra: 'after:\n  - symphony: play' }),
      },
    ],
    [
      'a policy is applied',
      { 'build.yaml': domain('build', 'policies: [owned]'), 'own.yaml': policy('owned', 'attest: { evidence: seal }') },
    ],
    [
      'a gate names a metric',
      { 'pace.yaml': metric('speed'), 'fast.yaml': policy('fast', 'gate: { that: speed > 0.5 }') },
    ],
    [
      'a beat measures a metric',
      {
        'build.yaml': domain(),
        'pace.yaml': metric('speed'),
        'play.yaml': symphony({
          movements: movements(movement('one', beat('a', 'run: [x]', 'timeout: 5s', 'measures: [speed]'))),
        }),
      },
    ],
    ['a document that cannot be read may name it', { 'building.yaml': domain(), 'lost.yaml': 'kind: [\n' }],
    [
      'a page shows it',
      {
        'symphony.yaml': workspace('build.yaml, game.yaml', 'documentation: [pages.md]'),
        'build.yaml': domain(),
        'game.yaml': symphony(),
        'pages.md': '<!-- symphonyc:begin play -->\n<!-- symphonyc:end -->\n',
      },
    ],
  ])('leaves it where %s', async (_, files) => {
    expect(await fixOf('ID_FILE_MISMATCH', files)).toBeUndefined();
  });
});

describe('EVENT_NOT_EMITTED', () => {
  const declared = (lines: string): string =>
    symphony({
      extra: `events:\n${lines}`,
      movements: movements(movement('one', beat('a', 'run: [x]', 'timeout: 5s', 'emits: [build.done]'))),
    });
  const waiting = symphony({
    id: 'main',
    movements: movements(movement('one', beat('a', 'run: [x]', 'timeout: 5s', 'awaits: [build.lost]'))),
  });

  it('takes out an event that nobody awaits', async () => {
    const files = { 'build.yaml': domain(), 'play.yaml': declared('  - build.done\n  - build.lost') };
    expect(await fixOf('EVENT_NOT_EMITTED', files)).toBe('remove the event `build.lost`');
  });
  it.each<[string, Record<string, string>]>([
    ['another symphony awaits it', { 'play.yaml': declared('  - build.done\n  - build.lost'), 'main.yaml': waiting }],
    [
      'a document that cannot be read may await it',
      { 'play.yaml': declared('  - build.done\n  - build.lost'), 'lost.yaml': 'kind: [\n' },
    ],
    ['a comment would be lost with it', { 'play.yaml': declared('  - build.done\n  - build.lost # for ever') }],
    [
      'the list would be empty',
      { 'play.yaml': declared('  - build.lost').replace('        emits: [build.done]\n', '') },
    ],
  ])('leaves it where %s', async (_, files) => {
    expect(await fixOf('EVENT_NOT_EMITTED', { 'build.yaml': domain(), ...files })).toBeUndefined();
  });
});

describe('TIMEOUT_MISSING', () => {
  const timed = (budget: string): Record<string, string> => ({
    'build.yaml': domain(),
    'play.yaml': symphony({ extra: `budget: ${budget}`, movements: movements(movement('one', beat('a', 'run: [x]'))) }),
  });
  it.each<[string, string | undefined]>([
    ['1h', 'add `timeout: 5m`'],
    ['5m', 'add `timeout: 5m`'],
    ['1m', undefined],
  ])('with a budget of %s', async (budget, title) => {
    expect(await fixOf('TIMEOUT_MISSING', timed(budget))).toBe(title);
  });
});

it('a module with a first line of its own keeps it', async () => {
  const files = {
    'symphony.yaml': workspace('build.yaml, play.yaml', 'handlers: { h: handlers/h.ts }'),
    'handlers/h.ts': '#!/usr/bin/env node\nexport const other = () => 1;',
    'build.yaml': domain(),
    'play.yaml': symphony({
      movements: movements(
        movement(
          'one',
          beat('a', 'handler: h#compile', 'timeout: 5s'),
          beat('b', 'handler: h#compile', 'timeout: 5s'),
          beat('c', 'handler: h#archive', 'timeout: 5s'),
        ),
      ),
    }),
  };
  const { files: after, plan } = await planFor(files);
  expect(plan.phases.flatMap(({ fixed }) => fixed)).toHaveLength(3);
  const skeleton = (name: string): string =>
    `\n\nexport async function ${name}() {\n  throw new Error('${name} is not implemented');\n}\n`;
  expect(after['handlers/h.ts']).toBe(`${files['handlers/h.ts']}${skeleton('compile')}${skeleton('archive')}`);
});

describe('what is remembered of a document follows', () => {
  const base = {
    'symphony.yaml': workspace('"*.yaml"', 'exclude: [symphony.yaml]'),
    'build.yaml': domain(),
    'game.yaml': symphony({
      extra: 'events:\n  - build.done\n  - build.lost',
      movements: movements(movement('one', beat('a', 'run: [x]', 'timeout: 5s', 'emits: [build.done]'))),
    }),
    'main.yaml': symphony({ id: 'main' }),
  };
  it.each<[string, string, string]>([
    [
      'who awaits an event',
      'EVENT_NOT_EMITTED',
      symphony({
        id: 'main',
        movements: movements(movement('one', beat('a', 'run: [x]', 'timeout: 5s', 'awaits: [build.lost]'))),
      }),
    ],
    ['who names it', 'ID_FILE_MISMATCH', symphony({ id: 'main', extra: 'after:\n  - symphony: play' })],
  ])('%s', async (_, code, main) => {
    const root = tempWorkspace(base);
    const fixes = async (...argv: string[]): Promise<unknown[]> => {
      const { out } = await runCli(['check', '--format', 'json', ...argv], { cwd: root });
      const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; file: string; fix?: object }[] };
      return diagnostics
        .filter((one) => one.code === code && one.file === 'game.yaml')
        .map(({ fix }) => fix?.constructor);
    };
    expect(await fixes()).toEqual([Object]);
    writeFiles(root, { 'main.yaml': main });
    expect(await fixes()).toEqual([undefined]);
    expect(await fixes('--no-cache')).toEqual([undefined]);
    writeFiles(root, { 'main.yaml': base['main.yaml'] });
    expect(await fixes()).toEqual([Object]);
  });
});
