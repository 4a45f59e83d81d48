/** Comparison with revisions of real repositories, through the command line. */
import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { nodeHost } from '../../compiler/host/node.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { type CliResult, expectCivil, hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { bake, comparedFiles, gate } from '../support/compared.ts';
import { Repository } from '../support/git.ts';
import { repository as repositoryFolder } from '../support/project.ts';
import { tempFolder, tempWorkspace } from '../support/temp.ts';

const schema = JSON.parse(readFileSync(join(repositoryFolder, 'schemas/verdict.schema.json'), 'utf8')) as object;
const isVerdict = new Ajv().compile(schema);

function repository(files = comparedFiles()): Repository {
  const made = new Repository();
  made.commit('Start', { files });
  return made;
}

interface Compared extends CliResult {
  readonly verdict: Verdict;
  readonly codes: string[];
  readonly changes: string[];
}

async function check(cwd: string, ...argv: readonly string[]): Promise<Compared> {
  const result = await runCli(['check', '--format', 'json', ...argv], { cwd });
  expectCivil(result);
  if (result.out === '') throw new Error(result.err);
  const verdict = JSON.parse(result.out) as Verdict;
  expect(isVerdict(verdict), JSON.stringify(isVerdict.errors)).toBe(true);
  const codes = verdict.diagnostics.map(({ code, file, range }) => `${code} ${file}:${range.start.line}`);
  return {
    ...result,
    verdict,
    codes,
    changes: (verdict.against?.changes ?? []).map(({ effect, what }) => `${effect}: ${what}`),
  };
}

/** The usage error that a command ends with. */
async function refusal(cwd: string, ...argv: readonly string[]): Promise<string> {
  const result = await runCli(argv, { cwd });
  expectCivil(result);
  expect({ code: result.code, out: result.out }).toEqual({ code: 2, out: '' });
  return result.err;
}

describe('--against', () => {
  it('reports what is weaker than at the revision, at its place now, with its place then', async () => {
    const { root } = repository(comparedFiles(''));
    writeGate(root, '0.9');
    const { codes, code, verdict } = await check(root, '--against', 'main');
    expect(codes).toEqual(['GATE_WEAKENED d/sound.yaml:8']);
    expect(code).toBe(1);
    expect(verdict.diagnostics[0]).toMatchObject({
      message: 'weaker than at `main`: the gate was loosened: `rate >= 0.98` → `rate >= 0.9`',
      help: 'it stood in `main:d/sound.yaml`, line 8',
    });
  });
  it('finds nothing where only the layout differs, and in a file that was only renamed', async () => {
    const made = repository();
    const text = readFileSync(join(made.root, 'd/sound.yaml'), 'utf8');
    rmSync(join(made.root, 'd/sound.yaml'));
    made.write({
      'd/policy.yaml': `# New.\n${text.replace('gate:\n  that: rate >= 0.98', 'gate: { that: "0.98 <= rate" }')}`,
    });
    const { codes, changes } = await check(made.root, '--against', 'HEAD');
    expect(changes).toEqual(['neutral: the policy was moved to another file']);
    expect(codes.filter((one) => !one.startsWith('ID_FILE'))).toEqual([]);
  });
  it('takes a branch, a tag, an older commit, and the commit where HEAD parted from a branch', async () => {
    const made = repository(comparedFiles(''));
    made.git('tag', '-a', 'v1', '-m', 'one');
    made.git('branch', 'feature');
    made.commit('Stricter on main', { files: { 'd/sound.yaml': gate('0.99') } });
    made.git('checkout', '--quiet', 'feature');
    made.commit('Longer', { files: { 'd/bake.yaml': bake('5m') } });
    const longer = 'weakened: the timeout was raised';
    for (const ref of ['v1', 'HEAD~1', 'main...', made.git('rev-parse', 'v1^{}').trim()])
      expect((await check(made.root, '--against', ref)).changes).toEqual([longer]);
    expect((await check(made.root, '--against', 'main')).changes.sort()).toEqual(
      [longer, 'weakened: the gate was loosened'].sort(),
    );
  });
  it('works in a workspace below the top of its repository, and in a worktree', async () => {
    const files = comparedFiles('');
    const made = new Repository();
    made.commit('Start', {
      files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`a b/sub/${path}`, text])),
    });
    made.git('worktree', 'add', '--quiet', '../work', 'HEAD');
    for (const top of [made.root, join(made.root, '../work')]) {
      writeGate(join(top, 'a b/sub'), '0.5');
      expect((await check(join(top, 'a b/sub'), '--against', 'HEAD')).codes).toEqual(['GATE_WEAKENED d/sound.yaml:8']);
    }
    rmSync(join(made.root, '../work'), { recursive: true });
  });
  it('is not led away by the environment that a hook of git sets', async () => {
    const [made, other] = [repository(comparedFiles('')), repository(comparedFiles(''))];
    writeGate(made.root, '0.5');
    process.env['GIT_DIR'] = join(other.root, '.git');
    try {
      expect((await check(made.root, '--against', 'HEAD')).changes).toHaveLength(1);
      process.env['GIT_DIR'] = '/nowhere';
      expect((await check(made.root, '--no-cache', '--against', 'HEAD')).changes).toHaveLength(1);
    } finally {
      delete process.env['GIT_DIR'];
    }
  });
  it('has links at the revision lead where they lead in the workspace', async () => {
    const made = repository(comparedFiles(''));
    made.write({ 'kept/low.yaml': gate('0.98').replaceAll('sound', 'low') });
    symlinkSync('../kept/low.yaml', join(made.root, 'd/low.yaml'));
    made.commit('A link');
    made.write({ 'kept/low.yaml': gate('0.1').replaceAll('sound', 'low') });
    expect((await check(made.root, '--against', 'HEAD')).changes).toEqual(['weakened: the gate was loosened']);
  });
  it('goes into the report and the verdict of a build', async () => {
    const made = repository(comparedFiles(''));
    writeGate(made.root, '0.9');
    const result = await runCli(['build', '--against', 'HEAD'], { cwd: made.root });
    expect(result.code).toBe(1);
    const report = readFileSync(join(made.root, 'out/report/report.md'), 'utf8');
    expect(report).toContain('## Changes since `HEAD`');
    expect(report).toContain('the gate was loosened: `rate >= 0.98` → `rate >= 0.9`');
    const verdict = JSON.parse(readFileSync(join(made.root, 'out/report/verdict.json'), 'utf8')) as Verdict;
    expect(verdict.against?.changes).toHaveLength(1);
  });
});

function writeGate(root: string, limit: string): void {
  nodeHost.writeFile(join(root, 'd/sound.yaml'), new TextEncoder().encode(gate(limit)));
}

describe('a revision that cannot be used', () => {
  it.each([
    '--output=/tmp/symphonyc-x',
    '-h',
    'HEAD; rm -rf .',
    'HEAD\nmain',
    '$(id)',
    '^HEAD',
    'nosuch',
    'HEAD:d/sound.yaml',
    '',
    'a..b',
    '\0x',
  ])('such as %j is a usage error', async (ref) => {
    const made = repository();
    expect(await refusal(made.root, 'check', `--against=${ref}`)).toContain('git knows no revision');
    expect(await refusal(made.root, 'check', `--since=${ref}`)).toContain('git knows no revision');
    expect(nodeHost.stat('/tmp/symphonyc-x')).toBeUndefined();
  });
  it('in a folder that is no repository', async () => {
    const root = tempWorkspace(comparedFiles());
    expect(await refusal(root, 'diff', 'HEAD')).toContain('the workspace lies in no git repository');
  });
  it('in a repository without a commit', async () => {
    const made = new Repository(tempWorkspace(comparedFiles()));
    expect(await refusal(made.root, 'diff', 'HEAD')).toContain('no commit yet');
  });
  it('without git', async () => {
    const git = () => ({ status: null, stdout: new Uint8Array(), stderr: 'git is not installed' });
    const result = await runCli(['diff', 'HEAD'], {
      cwd: repository().root,
      host: { ...hostWith(testEnvironment()), git },
    });
    expect([result.code, result.err]).toEqual([2, 'error: git is not installed\n']);
  });
  it('that has no symphony.yaml, or none that can be used', async () => {
    const made = new Repository();
    made.commit('Empty');
    made.commit('Bad', { files: { ...comparedFiles(), 'symphony.yaml': 'kind: Workspace\nid: 7\n' } });
    made.write(comparedFiles());
    expect(await refusal(made.root, 'check', '--against', 'HEAD~1')).toContain(
      '`HEAD~1` has no symphony.yaml in this folder',
    );
    expect(await refusal(made.root, 'check', '--against', 'HEAD')).toMatch(
      /symphony\.yaml cannot be used at `HEAD`, line \d+: /,
    );
  });
  it('that has no such folder', async () => {
    const made = new Repository();
    made.commit('Empty');
    made.write(Object.fromEntries(Object.entries(comparedFiles()).map(([path, text]) => [`sub/${path}`, text])));
    expect(await refusal(join(made.root, 'sub'), 'diff', 'HEAD')).toContain('there is no folder `sub/` at `HEAD`');
  });
  it('beyond the end of a shallow clone', async () => {
    const made = repository();
    made.commit('Next');
    const clone = join(tempFolder(), 'clone');
    made.git('clone', '--quiet', '--depth=1', `file://${made.root}`, clone);
    expect(await refusal(clone, 'check', '--against', 'HEAD~1')).toContain('shallow clone');
    expect((await check(clone, '--against', 'HEAD')).changes).toEqual([]);
  });
  it('with definitions in a submodule', async () => {
    const inner = new Repository();
    inner.commit('Start', { files: { 'more.yaml': gate('0.5').replace('id: sound', 'id: more') } });
    const made = repository({
      ...comparedFiles(),
      'symphony.yaml': comparedFiles()['symphony.yaml']!.replace('"d/*.yaml"', '"d/**/*.yaml"'),
    });
    made.git('submodule', '--quiet', 'add', inner.root, 'd/inner');
    made.commit('A submodule');
    expect(await refusal(made.root, 'check', '--against', 'HEAD')).toContain(
      '`d/inner/more.yaml` lies in the submodule `d/inner`',
    );
  });
  it('with definitions in Git LFS', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 140\n`;
    const made = repository({ ...comparedFiles(), 'd/sound.yaml': pointer });
    made.write({ 'd/sound.yaml': gate('0.9') });
    expect(await refusal(made.root, 'check', '--against', 'HEAD')).toContain(
      '`d/sound.yaml` was kept in Git LFS at `HEAD`',
    );
  });
});

describe('what the revision holds', () => {
  it('of files that are no definitions, or too large, costs no mistake', async () => {
    const made = repository({
      ...comparedFiles(''),
      'd/huge.yaml': `# ${'x'.repeat(5 * 1024 * 1024)}\n`,
      'd/binary.yaml': '\u0000\u0001',
    });
    rmSync(join(made.root, 'd/huge.yaml'));
    rmSync(join(made.root, 'd/binary.yaml'));
    writeGate(made.root, '0.9');
    const { changes } = await check(made.root, '--against', 'HEAD');
    expect(changes).toEqual(['weakened: the gate was loosened']);
  });
  it('of a document that could not be read is said', async () => {
    const made = repository({ ...comparedFiles(''), 'd/sound.yaml': gate('0.98').replace('statement', 'sttement') });
    writeGate(made.root, '0.9');
    const { verdict, changes } = await check(made.root, '--against', 'HEAD');
    expect(changes).toEqual([]);
    expect(verdict.against?.notCompared).toEqual([
      { file: 'd/sound.yaml', reason: 'had mistakes in its structure then' },
    ]);
  });
});

describe('a protected field', () => {
  const approved = (who: string): string => `Loosen the gate\n\nApproved-by: ${who}\n`;
  const files = { 'd/sound.yaml': gate('0.9') };

  async function reason(made: Repository, base: string): Promise<string | undefined> {
    const { verdict } = await check(made.root, '--against', base);
    const found = verdict.diagnostics.find(({ code }) => code === 'UNAUTHORIZED_CHANGE');
    if (found) expect(found).toMatchObject({ severity: 'critical', file: 'd/sound.yaml' });
    return verdict.against?.changes.find(({ unapproved }) => unapproved)?.unapproved?.reason;
  }

  it('that is not committed has no approval', async () => {
    const made = repository();
    made.write(files);
    expect(await reason(made, 'HEAD')).toBe('it is not committed yet');
  });
  it.each([
    ['of an approver, by address', 'Ada <ADA@example.org>', undefined],
    ['of an approver, by name', 'Grace Hopper', undefined],
    ['of somebody else', 'Eve <eve@example.org>', 'is approved by Eve, who is not entitled to'],
  ])('with the trailer %s', async (_, who, lacking) => {
    const made = repository();
    made.commit(approved(who), { files });
    const found = await reason(made, 'HEAD~1');
    if (lacking === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(lacking);
  });
  it('is not approved by a commit without a trailer, nor by a text in it', async () => {
    const made = repository();
    made.commit('Loosen\n\nApproved-by: Ada <ada@example.org>\n\nThis is not the last paragraph.', { files });
    expect(await reason(made, 'HEAD~1')).toContain('has no `Approved-by` trailer');
  });
  it('is not approved by its own author or co-author', async () => {
    const made = repository();
    made.commit(approved('Ada Lovelace <ada@example.org>'), { files, author: 'Ada <ada@example.org>' });
    expect(await reason(made, 'HEAD~1')).toContain('is approved by its own author only');
    const second = repository();
    second.commit(`${approved('Ada <ada@example.org>')}Co-authored-by: Ada L. <ada@example.org>\n`, { files });
    expect(await reason(second, 'HEAD~1')).toContain('is approved by its own author only');
  });
  it('needs the approval of the commit that changes it, not of one beside it', async () => {
    const made = repository();
    made.commit('Loosen', { files });
    made.commit(approved('Ada <ada@example.org>'), { files: { 'd/sound.yaml': `${gate('0.9')}# Looked at.\n` } });
    expect(await reason(made, 'HEAD~2')).toMatch(/^commit [0-9a-f]{10}, which changes it, has no/);
  });
  it('needs none of commits that change something else in the file', async () => {
    const made = repository();
    made.commit('Words', { files: { 'd/sound.yaml': gate('0.98').replace('So.', 'Thus.') } });
    made.commit(approved('Ada <ada@example.org>'), { files: { 'd/sound.yaml': gate('0.9').replace('So.', 'Thus.') } });
    made.commit('More words', { files: { 'd/sound.yaml': gate('0.9') } });
    expect(await reason(made, 'HEAD~3')).toBeUndefined();
  });
  it('may come through a merge, whose parts are approved', async () => {
    const made = repository();
    made.git('checkout', '--quiet', '-b', 'feature');
    made.commit(approved('Ada <ada@example.org>'), { files });
    made.git('checkout', '--quiet', 'main');
    made.commit('Other', { files: { 'd/bake.yaml': bake('1m') } });
    const base = made.git('rev-parse', 'HEAD').trim();
    made.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'feature');
    expect(await reason(made, base)).toBeUndefined();
  });
  it('is not loosened by a merge that drops what the other side did', async () => {
    const made = repository();
    made.git('branch', 'feature');
    const base = made.commit('Stricter', { files: { 'd/sound.yaml': gate('0.99') } });
    made.git('checkout', '--quiet', 'feature');
    made.commit('Other', { files: { 'd/bake.yaml': bake('1m') } });
    made.git('merge', '--quiet', '-s', 'ours', '-m', 'Merge', 'main');
    expect(await reason(made, base)).toContain('has no `Approved-by` trailer');
  });
  it('is protected by the list of the revision, also against a change of that list', async () => {
    const made = repository();
    made.commit('Open', { files: { 'symphony.yaml': comparedFiles('')['symphony.yaml']!, ...files } });
    const { codes } = await check(made.root, '--against', 'HEAD~1');
    expect(codes.filter((one) => one.startsWith('UNAUTHORIZED'))).toEqual([
      'UNAUTHORIZED_CHANGE d/sound.yaml:8',
      'UNAUTHORIZED_CHANGE symphony.yaml:1',
    ]);
  });
  it('goes with the document that holds it', async () => {
    const made = repository();
    rmSync(join(made.root, 'd/sound.yaml'));
    made.write({ 'd/bake.yaml': bake().replace('policies: [sound]\n', '') });
    made.commit('Remove it');
    const { codes } = await check(made.root, '--against', 'HEAD~1');
    expect(codes).toContain('UNAUTHORIZED_CHANGE symphony.yaml:5');
  });
});

describe('diff', () => {
  async function loosened(): Promise<Repository> {
    const made = repository(comparedFiles(''));
    made.write({
      'd/sound.yaml': gate('0.9'),
      'd/bake.yaml': bake('1m'),
      'd/rate.yaml': comparedFiles()['d/rate.yaml']!.replace('ratio', 'percent'),
    });
    return made;
  }

  it('lists changes by document, heaviest first, and ends with 0', async () => {
    const { root } = await loosened();
    const { code, out } = await runCli(['diff', 'HEAD'], { cwd: root });
    expect(code).toBe(0);
    expect(out.replace(/\([0-9a-f]{10}\)/, '(COMMIT)')).toBe(`Metric rate
  breaking   the unit was changed: \`ratio\` → \`percent\`
             its values mean something else now
             unit at d/rate.yaml:6:7, before at HEAD:d/rate.yaml:6

Policy sound
  weakened   the gate was loosened: \`rate >= 0.98\` → \`rate >= 0.9\`
             gate.that at d/sound.yaml:8:9, before at HEAD:d/sound.yaml:8

Symphony bake
  tightened  the timeout was lowered: \`2m\` → \`1m\`
             movements.make.beats.dough.timeout at d/bake.yaml:14:18, before at HEAD:d/bake.yaml:14

3 changes: 1 breaking, 1 weakened and 1 tightened since HEAD (COMMIT)
`);
  });
  it('prints JSON and Markdown', async () => {
    const { root } = await loosened();
    const json = await runCli(['diff', 'HEAD', '--format', 'json'], { cwd: root });
    expect((JSON.parse(json.out) as Verdict['against'])?.changes).toHaveLength(3);
    const markdown = await runCli(['diff', 'HEAD', '--format=markdown'], { cwd: root });
    expect(markdown.out).toContain(
      '### Policy `sound`\n\n- weakened\n  - the gate was loosened: `rate >= 0.98` → `rate >= 0.9`; `gate.that`, `d/sound.yaml:8:9`\n',
    );
  });
  it('ends with 1 when it is told to', async () => {
    const { root } = await loosened();
    const codes = async (...effects: string[]) => {
      const { code } = await runCli(['diff', 'HEAD', ...effects.map((one) => `--fail-on=${one}`)], { cwd: root });
      return code;
    };
    expect([await codes('weakened'), await codes('breaking'), await codes('weakened', 'breaking')]).toEqual([1, 1, 1]);
    writeGate(root, '0.98');
    expect([await codes('weakened'), await codes('breaking')]).toEqual([0, 1]);
    expect(await refusal(root, 'diff', 'HEAD', '--fail-on', 'tightened')).toContain(
      'there is no effect `tightened` here',
    );
  });
});

describe('--since', () => {
  it('tells only what a change touches, and counts the rest', async () => {
    const made = repository(comparedFiles(''));
    made.commit('Mistakes', {
      files: {
        'd/bake.yaml': bake().replace('        timeout: 2m\n', ''),
        'd/alone.yaml': gate('0.9').replaceAll('sound', 'alone'),
      },
    });
    made.write({ 'd/alone.yaml': `${gate('0.9').replaceAll('sound', 'alone')}# New.\n` });
    const whole = await check(made.root);
    expect(whole.codes.sort()).toEqual(['POLICY_NOT_REFERENCED d/alone.yaml:3', 'TIMEOUT_MISSING d/bake.yaml:12']);
    const { codes, verdict } = await check(made.root, '--since', 'HEAD');
    expect(codes).toEqual(['POLICY_NOT_REFERENCED d/alone.yaml:3']);
    expect(verdict.since).toMatchObject({ ref: 'HEAD', touched: 2, leftOut: 4, diagnostics: { minor: 1, major: 0 } });
    expect(verdict.scores).toEqual(whole.verdict.scores);
    const { out } = await runCli(['check', '--since', 'HEAD'], { cwd: made.root });
    expect(out).toContain('conforms in what changes since HEAD touch');
    expect(out).toContain('left out: 4 documents that nothing since HEAD touches; found in them: 1 minor');
  });
  it('tells what a change breaks elsewhere', async () => {
    const made = repository(comparedFiles(''));
    rmSync(join(made.root, 'd/rate.yaml'));
    const { codes } = await check(made.root, '--since', 'HEAD');
    expect(codes).toContain('METRIC_NOT_FOUND d/bake.yaml:15');
  });
  it('leaves nothing out when the workspace document has changed', async () => {
    const made = repository(comparedFiles(''));
    made.write({ 'symphony.yaml': `${comparedFiles('')['symphony.yaml']}capacity: 2\n` });
    expect((await check(made.root, '--since', 'HEAD')).verdict.since).toMatchObject({ touched: 5, leftOut: 0 });
  });
});

describe('what is remembered', () => {
  it('is never the answer of another revision, nor of none', async () => {
    const made = repository(comparedFiles(''));
    writeGate(made.root, '0.9');
    const answers = async () => [
      (await check(made.root)).codes.length,
      (await check(made.root, '--against', 'main')).codes.length,
      (await check(made.root, '--since', 'main')).verdict.since?.leftOut,
    ];
    expect(await answers()).toEqual([0, 1, 2]);
    expect(await answers()).toEqual([0, 1, 2]);
    made.commit('Loosen');
    expect(await answers()).toEqual([0, 0, 5]);
    expect((await check(made.root, '--against', 'HEAD~1')).codes).toHaveLength(1);
    expect(await answers()).toEqual([0, 0, 5]);
  });
  it('is not the approval of another commit', async () => {
    const made = repository();
    const base = made.git('rev-parse', 'HEAD').trim();
    made.commit('Loosen\n\nApproved-by: Ada <ada@example.org>', { files: { 'd/sound.yaml': gate('0.9') } });
    const unauthorized = async () =>
      (await check(made.root, '--against', base)).codes.filter((one) => one.startsWith('UNA')).length;
    expect(await unauthorized()).toBe(0);
    made.git('commit', '--quiet', '--amend', '-m', 'Loosen');
    expect(await unauthorized()).toBe(1);
  });
  it('answers without reading anything again, the same as without a cache', async () => {
    const made = repository(comparedFiles(''));
    writeGate(made.root, '0.9');
    const host = hostWith(testEnvironment());
    const calls: string[] = [];
    const counting = {
      ...host,
      git: (...args: Parameters<typeof host.git>) => {
        calls.push(args[1][0]!);
        return host.git(...args);
      },
    };
    const run = (...argv: string[]) =>
      runCli(['check', '--against', 'main', '--format', 'json', ...argv], { cwd: made.root, host: counting });
    const first = await run();
    expect(calls).toContain('cat-file');
    calls.length = 0;
    const second = await run();
    expect(calls.filter((one) => one !== 'rev-parse')).toEqual([]);
    expect(second).toEqual(first);
    expect(await run('--no-cache')).toEqual(first);
    made.write({ 'd/bake.yaml': bake('3m') });
    calls.length = 0;
    const third = await run();
    expect(await run('--no-cache')).toEqual(third);
  });
  it('of a build is not that of one without a revision', async () => {
    const made = repository(comparedFiles(''));
    writeGate(made.root, '0.9');
    const build = async (...argv: string[]) => {
      await runCli(['build', ...argv], { cwd: made.root });
      return (
        (JSON.parse(readFileSync(join(made.root, 'out/report/verdict.json'), 'utf8')) as Verdict).against !== undefined
      );
    };
    expect([await build(), await build('--against', 'main'), await build(), await build('--against=main')]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});
