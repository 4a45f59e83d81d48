/** Comparison with revisions of real repositories, through the command line. */
import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHost } from '../../compiler/host/node.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { bake, check, comparedFiles, gate, refusal, repository, writeGate } from '../support/compared.ts';
import { Repository } from '../support/git.ts';
import { tempFolder, tempWorkspace } from '../support/temp.ts';

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
    const tree = join(tempFolder(), 'tree');
    made.git('worktree', 'add', '--quiet', tree, 'HEAD');
    for (const top of [made.root, tree]) {
      writeGate(join(top, 'a b/sub'), '0.5');
      expect((await check(join(top, 'a b/sub'), '--against', 'HEAD')).codes).toEqual(['GATE_WEAKENED d/sound.yaml:8']);
    }
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
  it.each([
    ['file', 'd/sound.yaml'],
    ['file that a link leads to', 'd/low.yaml'],
  ])('with a %s that a partial clone lacks', async (_, path) => {
    const made = repository(comparedFiles(''));
    made.git('config', 'uploadpack.allowFilter', 'true');
    const kept = (limit: string) => gate(limit).replaceAll('sound', 'low');
    made.write({ 'kept/low.yaml': kept('0.98') });
    symlinkSync('../kept/low.yaml', join(made.root, 'd/low.yaml'));
    made.commit('A link');
    const change: Record<string, string> =
      path === 'd/low.yaml' ? { 'kept/low.yaml': kept('0.1') } : { 'd/sound.yaml': gate('0.1') };
    made.commit('Loosen', { files: change });
    const clone = join(tempFolder(), 'clone');
    made.git('clone', '--quiet', '--filter=blob:none', `file://${made.root}`, clone);
    const inClone = new Repository(clone);
    inClone.git('remote', 'set-url', 'origin', 'file:///nowhere');
    expect(await refusal(clone, 'check', '--against', 'HEAD~1')).toContain(`the clone lacks \`${path}\` at \`HEAD~1\``);
    inClone.git('remote', 'set-url', 'origin', `file://${made.root}`);
    inClone.git('fetch', '--quiet', '--refetch', '--no-filter');
    inClone.git('remote', 'set-url', 'origin', 'file:///nowhere');
    expect((await check(clone, '--against', 'HEAD~1')).changes).toEqual(['weakened: the gate was loosened']);
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
  it.each([
    ['is not well-formed', 'gate: [', 'held no document then that can be read'],
    ['is of no known kind', gate('0.98').replace('Policy', 'Plicy'), 'held no document then that can be read'],
    [
      'is partly of no known kind',
      `${bake()}---\n${gate('0.98').replace('Policy', 'Plicy')}`,
      'held what could not be compiled then',
    ],
  ])('of a file that %s is said, and nothing protected passes', async (_, text, reason) => {
    const made = repository({ ...comparedFiles(), 'd/sound.yaml': text });
    writeGate(made.root, '0.9');
    const { verdict } = await check(made.root, '--against', 'HEAD');
    expect(verdict.against?.notCompared).toEqual([{ file: 'd/sound.yaml', reason }]);
    // The workspace document is protected too; of the policy nobody knows.
    expect(verdict.rules.find(({ code }) => code === 'UNAUTHORIZED_CHANGE')).toMatchObject({
      checks: 1,
      notEvaluated: 1,
    });
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
