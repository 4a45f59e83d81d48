/** What the command line answers to those who expect something else of it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { rules } from '../../compiler/generated/rules.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { expectCivil, hostWith, runCli } from '../support/cli.ts';
import { faultHost, fullDiskFrom } from '../support/fault-host.ts';
import { tempFolder, tempWorkspace } from '../support/temp.ts';

const root = tempWorkspace(starterFiles);

describe('wrong usage', () => {
  it.each([
    [['check', '--fix'], 'there is no option `--fix`', '`symphonyc fix` makes the edits'],
    [['fix', '--code', 'TIMEOUT_MISING'], 'there is no code `TIMEOUT_MISING`', 'did you mean TIMEOUT_MISSING?'],
    [['fix', '--code', 'TIMEOUT_MISSING,qqq'], 'there is no code `QQQ`', 'see `symphonyc explain` for all codes'],
    [['fix', '--format', 'sarif'], '`fix` prints pretty text or JSON', undefined],
    [['fix', '--undo', '--unsafe'], '`--undo` goes with no other choice', undefined],
    [['fix', '--undo'], 'there is no fix to undo', undefined],
    [['fix', '--dry-run', '--commit'], '`--dry-run` writes nothing', undefined],
    [['fix', '--commit'], 'the workspace lies in no git repository', 'leave `--commit` out'],
    [['check', 'symphonies/a.yaml'], 'one argument too many', 'taken as a whole; name its folder with `-C FOLDER`'],
    [
      ['check', '--format'],
      '`--format` needs a value: <format>',
      'how to print diagnostics: pretty, json, sarif, junit, github, gitlab or markdown',
    ],
    [['check', '--format', '--verbose'], '`--format` needs a value', 'with a dash as `--format=-…`'],
    [['check', '--verbose=yes'], '`--verbose` takes no value', undefined],
    [['check', '-C'], '`--workspace` needs a value: <folder>', 'the workspace: a folder'],
    [['--verson'], 'the first word is a command, not `--verson`', 'did you mean `--version`?'],
    [['-v'], 'the first word is a command, not `-v`', 'did you mean `--version`?'],
    [['help', 'chekc'], 'there is no command `chekc`', 'did you mean `check`?'],
    [['build', '--out', '/'], '/ exists and was not made by symphonyc', undefined],
  ])('%j', async (argv, message, help) => {
    const result = await runCli(argv, { cwd: root });
    expectCivil(result);
    expect(result.code).toBe(2);
    const [first, second = ''] = result.err.split('\n');
    expect(first).toMatch(/^error: \S/);
    expect(first).toContain(message);
    expect(second).toContain(help ?? '');
  });
  it('is none: help about a command', async () => {
    const asked = await runCli(['check', '--help'], { cwd: root });
    expect(asked.out).toContain('symphonyc check [options]');
    expect(await runCli(['help', 'check'], { cwd: root })).toEqual(asked);
  });
});

it('the page of a code says whether a command repairs it', async () => {
  for (const { code, fixable } of rules) {
    const { out } = await runCli(['explain', code], { cwd: root });
    const told = /repaired by `(symphonyc fix(?: --unsafe)?)`/.exec(out)?.[1];
    expect(told, code).toBe(fixable && (fixable === 'safe' ? 'symphonyc fix' : 'symphonyc fix --unsafe'));
  }
});

describe('scripts', () => {
  const of = (extra?: string, broken = false) =>
    tempWorkspace({
      'symphony.yaml': workspace('domain.yaml, play.yaml, other.yaml'),
      'domain.yaml': domain(),
      'play.yaml': symphony({ extra }),
      'other.yaml': broken ? 'kind: [\n' : symphony({ id: 'other' }),
    });

  it('says why there are none', async () => {
    const { out, err } = await runCli(['scripts'], { cwd: of() });
    expect({ out, err }).toEqual({
      out: '{}\n',
      err: 'no symphony names scripts; write them under `scripts` of a symphony\n',
    });
    expect((await runCli(['scripts'], { cwd: of('scripts: { play: {} }') })).err).toBe('');
  });
  it('says that some may be missing', async () => {
    const { err } = await runCli(['scripts'], { cwd: of('scripts: { play: {} }', true) });
    expect(err).toContain('a definition cannot be read, so its scripts, if it names any, are missing');
  });
});

describe('a workspace that is closed to us', () => {
  it('is not built: the folder is named, and no key is made for nothing', async () => {
    const config = tempFolder();
    const environment = { SYMPHONYC_CONFIG_HOME: config };
    const closed = tempWorkspace(starterFiles);
    const host = faultHost(hostWith(environment), (call) =>
      call.path.startsWith(closed) ? fullDiskFrom(0, 'EACCES')(call) : undefined,
    );
    const result = await runCli(['build'], { cwd: closed, host });
    expectCivil(result);
    expect(result.code).toBe(2);
    expect(result.err).toContain(`error: cannot write or read ${join(closed, '.symphony')}: permission is missing\n`);
    expect(result.err).toMatch(
      /help: a build writes there and to the output folder.*`symphonyc check` writes no output/,
    );
    expect(readdirSync(config)).not.toContain('keys');
  });
});

it('the policy of a new workspace asks no timeout of beats that perform or approve', async () => {
  const performing = symphony({
    id: 'tour',
    domain: 'docs',
    extra: 'key: C Major\npolicies: [beats-are-bounded]',
    movements: movements(
      movement(
        'one',
        beat('a', 'perform: publish-notes'),
        beat('b', 'approve: { by: docs-team }'),
        beat('c', 'run: [node]'),
      ),
    ),
  });
  const cwd = tempWorkspace({ ...starterFiles, 'symphonies/tour.yaml': performing });
  const { out } = await runCli(['check', '--format', 'json'], { cwd });
  const { diagnostics } = JSON.parse(out) as { diagnostics: readonly { code: string; subject: string }[] };
  const violated = diagnostics.filter(({ code }) => code === 'POLICY_VIOLATED').map(({ subject }) => subject);
  expect(violated).toEqual(['tour/one/c']);
});
