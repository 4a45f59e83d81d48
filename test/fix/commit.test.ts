/** `fix --commit` in real repositories: a commit a phase, with the user's hooks, and nothing else in it. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectCivil, hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { faultHost } from '../support/fault-host.ts';
import { fixableFiles } from '../support/fixable-workspace.ts';
import { git, repositoryIn } from '../support/git.ts';
import { digestTree, tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

const host = hostWith(testEnvironment());
const commit = (cwd: string, argv: readonly string[] = [], on = host) =>
  runCli(['fix', '--commit', ...argv], { cwd, host: on });

const own = (root: string): Record<string, string> =>
  Object.fromEntries(Object.entries(digestTree(root)).filter(([path]) => !/(?:^|\/)\.(?:symphony|git)\//.test(path)));

function repository(): string {
  const root = tempWorkspace(fixableFiles);
  repositoryIn(root);
  return root;
}

function hook(root: string, text: string): void {
  const path = join(root, '.git/hooks/pre-commit');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

const subjects = (root: string): string[] => git(root, 'log', '--reverse', '--format=%s').trim().split('\n').slice(1);
const index = (root: string): Buffer => readFileSync(join(root, '.git/index'));

describe('a commit a phase', () => {
  it('has the phase, its codes and the scores as trailers, and the files of the phase', async () => {
    const root = repository();
    const { code, out, err } = await commit(root, ['--unsafe']);
    expect([code, err]).toEqual([0, '']);
    expect(subjects(root)).toEqual([
      'Repair 3 findings in domains and orchestration',
      'Repair 2 findings in sequences and beats',
      'Repair 1 finding in handlers and specifications',
    ]);
    const trailers = git(root, 'log', '--reverse', '--format=%(trailers:only,unfold)').trim().split(/\n+/);
    expect(trailers.slice(0, 2)).toEqual([
      'Symphonyc-Phase: domains',
      'Symphonyc-Codes: DOMAIN_NOT_FOUND, UNKNOWN_FIELD',
    ]);
    expect(trailers.slice(2, 4)).toEqual([
      'Symphonyc-Score-Before: 0.0000',
      expect.stringMatching(/^Symphonyc-Score-After: 0\.\d{4}$/),
    ]);
    expect(trailers.at(-1)).toMatch(/^Symphonyc-Score-After: (?:1\.0000|0\.99\d\d)$/);
    expect(git(root, 'show', '--format=', '--name-only', 'HEAD~2').trim().split('\n')).toEqual([
      'domains/docs.yaml',
      'symphonies/publish-notes.yaml',
    ]);
    expect(git(root, 'status', '--porcelain')).toBe('');
    expect(out).toContain(`  commit ${git(root, 'rev-parse', 'HEAD').slice(0, 12)}\n`);
    expect((await commit(root, ['--unsafe'])).code).toBe(0);
    expect(subjects(root)).toHaveLength(3);
  });
  it('commits a new file, and works below the top of the repository', async () => {
    const top = tempFolder();
    const root = join(top, 'deep/work');
    const missing = String(fixableFiles['symphony.yaml']).replace('handlers/notes.ts', 'src/pages.ts');
    writeFiles(root, { ...fixableFiles, 'symphony.yaml': missing });
    repositoryIn(top);
    const { code, out } = await commit(root, ['--unsafe']);
    expect(code, out).toBe(0);
    expect(git(top, 'show', '--format=', '--name-only', 'HEAD').trim()).toBe('deep/work/src/pages.ts');
    expect(git(top, 'status', '--porcelain')).toBe('');
  });
  it('leaves alone what else is staged', async () => {
    const root = repository();
    writeFileSync(join(root, 'notes.md'), 'mine');
    writeFileSync(join(root, 'new.md'), 'new');
    git(root, 'add', 'notes.md', 'new.md');
    expect((await commit(root)).err).toBe('');
    expect(subjects(root)).toHaveLength(2);
    expect(git(root, 'status', '--porcelain')).toBe('A  new.md\nM  notes.md\n');
  });
  it('can be undone: the files are as before, the commits stay', async () => {
    const root = repository();
    const before = own(root);
    await commit(root);
    expect((await runCli(['fix', '--undo'], { cwd: root, host })).code).toBe(0);
    expect(own(root)).toEqual(before);
    expect(subjects(root)).toHaveLength(2);
  });
});

describe('a commit that fails', () => {
  it.each([
    ['says why', 'echo never on a friday >&2; exit 1', 'the commit failed: never on a friday'],
    [
      'and changes files',
      'echo "# formatted" >> domains/docs.yaml; exit 1',
      'had changed meanwhile; what it held is kept in .symphony/fix/1/before/',
    ],
    [
      'and stages files',
      'echo mine > mine.md; git add mine.md; rm mine.md; exit 1',
      'the commit failed: git ended with 1',
    ],
  ])('in a hook that %s: the phase is taken back, and the index is as before', async (_, text, said) => {
    const root = repository();
    hook(root, text);
    const [tree, before] = [own(root), index(root)];
    const result = await commit(root, ['--code', 'UNKNOWN_FIELD']);
    expectCivil(result);
    expect(result.code).toBe(1);
    expect(result.out).toContain('taken back: the commit failed');
    expect(result.out).toContain(said);
    expect(own(root)).toEqual(tree);
    expect(Buffer.compare(index(root), before)).toBe(0);
    expect(git(root, 'status', '--porcelain')).toBe('');
    expect(subjects(root)).toEqual([]);
    const kept = /kept in (\S+)/.exec(result.out)?.[1];
    if (kept) expect(readFileSync(join(root, kept), 'utf8')).toContain('# formatted');
  });
  it('for a new file: the index does not know of it', async () => {
    const root = repository();
    writeFileSync(
      join(root, 'symphony.yaml'),
      String(fixableFiles['symphony.yaml']).replace('handlers/notes.ts', 'src/pages.ts'),
    );
    git(root, 'commit', '--quiet', '--all', '--message=missing');
    hook(root, 'exit 1');
    const before = index(root);
    await commit(root, ['--unsafe', '--code', 'HANDLER_MODULE_UNUSABLE']);
    expect(existsSync(join(root, 'src'))).toBe(false);
    expect(Buffer.compare(index(root), before)).toBe(0);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });
  it('only in one phase: the others are committed', async () => {
    const root = repository();
    hook(root, 'git diff --cached --quiet -- domains/docs.yaml');
    const { code, out } = await commit(root);
    expect(code).toBe(1);
    expect(out).toContain('domains and orchestration: 0 repaired, 3 left\n  taken back: the commit failed');
    expect(subjects(root)).toEqual(['Repair 2 findings in sequences and beats']);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });
  it('a hook that formats what is committed has the last word, and undo works', async () => {
    const root = repository();
    const before = own(root);
    hook(root, 'printf "\\r\\n# formatted\\r\\n" >> domains/docs.yaml; git add domains/docs.yaml');
    expect((await commit(root, ['--code', 'UNKNOWN_FIELD'])).out).toContain('commit ');
    expect(readFileSync(join(root, 'domains/docs.yaml'), 'utf8')).toContain('# formatted');
    expect((await runCli(['fix', '--undo'], { cwd: root, host })).code).toBe(0);
    expect(own(root)).toEqual(before);
  });
});

describe('a file with changes of the user', () => {
  it('that came while an earlier phase was taken back is not committed', async () => {
    const sound = String(fixableFiles['symphonies/publish-notes.yaml']).replace('purpoes', 'purpose');
    const root = tempWorkspace({ ...fixableFiles, 'symphonies/publish-notes.yaml': sound });
    repositoryIn(root);
    const mine = '# mine';
    hook(
      root,
      `[ -e .git/once ] && exit 0; touch .git/once; printf "\\n${mine}\\n" >> symphonies/publish-notes.yaml; exit 1`,
    );
    const { code, out } = await commit(root, ['--code', 'UNKNOWN_FIELD,TIMEOUT_MISSING']);
    expect(code).toBe(1);
    expect(out).toContain('`symphonies/publish-notes.yaml` would be fixed and hold changes that are not committed');
    expect(subjects(root)).toEqual([]);
    expect(git(root, 'status', '--porcelain')).toBe(' M symphonies/publish-notes.yaml\n');
    expect(readFileSync(join(root, 'symphonies/publish-notes.yaml'), 'utf8')).toContain(mine);
  });
  it.each<[string, (root: string) => void]>([
    [
      'edited',
      (root) =>
        writeFileSync(join(root, 'domains/docs.yaml'), `${String(fixableFiles['domains/docs.yaml'])}# mine\r\n`),
    ],
    [
      'staged',
      (root) => {
        writeFileSync(join(root, 'domains/docs.yaml'), `${String(fixableFiles['domains/docs.yaml'])}# mine\r\n`);
        git(root, 'add', '--all');
      },
    ],
    ['not tracked', (root) => git(root, 'rm', '--quiet', '--cached', 'domains/docs.yaml')],
    [
      'ignored',
      (root) => {
        writeFileSync(join(root, '.gitignore'), 'domains/\n');
        git(root, 'rm', '--quiet', '--cached', 'domains/docs.yaml');
        git(root, 'add', '.gitignore');
        git(root, 'commit', '--quiet', '--message=ignored');
      },
    ],
  ])('is not committed, and nothing is written: %s', async (_, change) => {
    const root = repository();
    change(root);
    const before = own(root);
    const { code, err } = await commit(root);
    expect(code).toBe(2);
    expect(err).toMatch(
      /^error: `domains\/(?:docs\.yaml)?`.* would be fixed and hold changes that are not committed; nothing was written\n/,
    );
    expect(own(root)).toEqual(before);
  });
});

it('a process that dies before its commit leaves nothing of it in the index', async () => {
  const root = repository();
  const missing = String(fixableFiles['symphony.yaml']).replace('handlers/notes.ts', 'src/pages.ts');
  writeFileSync(join(root, 'symphony.yaml'), missing);
  git(root, 'commit', '--quiet', '--all', '--message=missing');
  const dying = {
    ...host,
    git: (...args: Parameters<typeof host.git>) => {
      if (args[1].includes('commit')) throw new Error('killed');
      return host.git(...args);
    },
  };
  expect((await commit(root, ['--unsafe', '--code', 'HANDLER_MODULE_UNUSABLE'], dying)).code).toBe(3);
  expect(git(root, 'status', '--porcelain')).toBe(' A src/pages.ts\n');
  expect((await runCli(['fix', '--undo'], { cwd: root, host })).code).toBe(0);
  expect(git(root, 'status', '--porcelain')).toBe('');
});

it('a process that dies after its commit leaves it standing', async () => {
  const root = repository();
  let [committed, marked] = [false, 0];
  const dying = {
    ...faultHost(host, ({ operation, path }) => {
      if (committed && operation === 'writeDurable' && path.includes('journal.json')) marked++;
      if (marked > 0) throw new Error('killed');
      return undefined;
    }),
    git: (...args: Parameters<typeof host.git>) => {
      const result = host.git(...args);
      if (args[1].includes('commit')) committed = true;
      return result;
    },
  };
  expect((await commit(root, ['--code', 'UNKNOWN_FIELD'], dying)).code).toBe(3);
  const after = own(root);
  expect((await runCli(['fix', '--code', 'TEMPO_INVALID'], { cwd: root, host })).err).toBe('');
  expect(own(root)).toEqual(after);
  expect(git(root, 'status', '--porcelain')).toBe('');
});

describe('git that does not tell of a repository', () => {
  const saying = (stderr: string): typeof host => ({
    ...host,
    git: (...args) =>
      args[1].includes('--show-prefix') ? { status: 128, stdout: new Uint8Array(), stderr } : host.git(...args),
  });
  it('has its own words when there is one', async () => {
    const { code, err } = await commit(repository(), [], saying("fatal: detected dubious ownership in '/x'\n"));
    expect(code).toBe(2);
    expect(err).toContain("fatal: detected dubious ownership in '/x'");
    expect(err).not.toContain('git init');
  });
  it('a folder whose name begins with a blank is found', async () => {
    const top = tempFolder();
    const root = join(top, ' work');
    writeFiles(root, fixableFiles);
    repositoryIn(top);
    writeFileSync(join(root, 'domains/docs.yaml'), `${String(fixableFiles['domains/docs.yaml'])}# mine\r\n`);
    expect((await commit(root)).err).toMatch(/^error: `domains\/docs\.yaml` would be fixed/);
  });
});
