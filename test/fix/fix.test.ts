/** `symphonyc fix` from outside: what it repairs, what it leaves alone, and how it goes back. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { writeJournal } from '../../compiler/fix/journal.ts';
import { takeBack } from '../../compiler/fix/restore.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { expectCivil, hostWith, runCli } from '../support/cli.ts';
import { faultHost } from '../support/fault-host.ts';
import { fixableCodes, fixableFiles, repaired } from '../support/fixable-workspace.ts';
import { digestTree, tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

interface FixJson {
  readonly phases: readonly {
    readonly phase: string;
    readonly state: string;
    readonly problem?: string;
    readonly files: readonly string[];
    readonly fixed: readonly { readonly code: string; readonly file: string }[];
  }[];
  readonly left: readonly { readonly code: string; readonly reason: string }[];
  readonly verdict: { readonly conforms: boolean };
}

const run = (cwd: string, ...argv: readonly string[]) => runCli(['fix', ...argv], { cwd });

async function fixJson(cwd: string, ...argv: readonly string[]): Promise<FixJson & { readonly exit: number }> {
  const result = await run(cwd, '--format', 'json', ...argv);
  expectCivil(result);
  expect(result.out, result.err).not.toBe('');
  return { ...(JSON.parse(result.out) as FixJson), exit: result.code };
}

const own = (root: string) =>
  Object.fromEntries(Object.entries(digestTree(root)).filter(([path]) => !path.startsWith('.symphony/')));
const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

describe('a fix', () => {
  it('repairs the three phases in order, and changes nothing but what is wrong', async () => {
    const root = tempWorkspace(fixableFiles);
    const { phases, left, exit } = await fixJson(root);
    expect(phases.map(({ phase, fixed }) => [phase, fixed.map(({ code }) => code).sort()])).toEqual([
      ['domains', [...fixableCodes.domains].sort()],
      ['sequences', [...fixableCodes.sequences].sort()],
    ]);
    expect(left).toMatchObject([
      { code: 'MISSING_IMPLEMENTATION', reason: 'its edit is to be looked at: `--unsafe` makes it' },
    ]);
    expect(exit).toBe(1);
    expect(read(root, 'domains/docs.yaml')).toBe(repaired.domain);
    expect(read(root, 'symphonies/publish-notes.yaml')).toBe(repaired.symphony);
  });
  it('changes nothing the second time, also as check sees it', async () => {
    const root = tempWorkspace(fixableFiles);
    expect((await fixJson(root, '--unsafe')).exit).toBe(0);
    const tree = own(root);
    expect((await fixJson(root, '--unsafe')).phases).toEqual([]);
    expect(own(root)).toEqual(tree);
    const cached = await runCli(['check', '--format', 'json'], { cwd: root });
    expect(cached.out).toBe((await runCli(['check', '--format', 'json', '--no-cache'], { cwd: root })).out);
    expect(cached.code).toBe(0);
  });
  it('adds a function that is missing at the end of its module, and a module that is missing', async () => {
    const root = tempWorkspace(fixableFiles);
    const before = read(root, 'handlers/notes.ts');
    await run(root, '--unsafe');
    expect(read(root, 'handlers/notes.ts')).toBe(
      `${before}\nexport async function archive() {\n  throw new Error('archive is not implemented');\n}\n`,
    );
    const other = tempWorkspace({
      ...fixableFiles,
      'symphony.yaml': starterFiles['symphony.yaml']!.replace('handlers/notes.ts', 'src/elsewhere/pages.ts'),
    });
    const { exit } = await fixJson(other, '--unsafe');
    expect(exit).toBe(0);
    expect(read(other, 'src/elsewhere/pages.ts')).toMatch(/^export async function archive\(\) \{/);
    await run(other, '--undo');
    expect(existsSync(join(other, 'src'))).toBe(false);
  });
  it('says what was done, what is left and why, for people', async () => {
    const root = tempWorkspace(fixableFiles);
    const { out, code } = await run(root);
    expect(out.split('\n').slice(0, 9)).toEqual([
      'domains and orchestration: 3 repaired',
      '  repaired UNKNOWN_FIELD domains/docs.yaml:7:1: rename to `owner`',
      expect.stringMatching(/^ {2}repaired UNKNOWN_FIELD symphonies/),
      expect.stringMatching(/^ {2}repaired DOMAIN_NOT_FOUND symphonies/),
      'sequences and beats: 2 repaired',
      expect.stringMatching(/^ {2}repaired INVALID_EVENT_REFERENCE/),
      expect.stringMatching(/^ {2}repaired TIMEOUT_MISSING/),
      'handlers and specifications: 0 repaired, 1 left',
      expect.stringMatching(/^ {2}left MISSING_IMPLEMENTATION .*: its edit is to be looked at/),
    ]);
    expect(out).toContain('does not conform: 1 critical');
    expect(code).toBe(1);
  });
  it('repairs the codes that are named, and no other', async () => {
    for (const argv of [
      ['--code', 'TIMEOUT_MISSING,domain-not-found'],
      ['--code=timeout_missing', '--code', 'DOMAIN_NOT_FOUND'],
    ]) {
      const { phases } = await fixJson(tempWorkspace(fixableFiles), ...argv);
      expect(phases.flatMap(({ fixed }) => fixed.map(({ code }) => code)).sort()).toEqual([
        'DOMAIN_NOT_FOUND',
        'TIMEOUT_MISSING',
      ]);
    }
  });
  it('is told of by check', async () => {
    const root = tempWorkspace(fixableFiles);
    const { out } = await runCli(['check'], { cwd: root });
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      '5 of these can be repaired by `symphonyc fix`, 1 more with `--unsafe`',
    );
    await run(root, '--unsafe');
    expect((await runCli(['check'], { cwd: root })).out).not.toContain('can be repaired');
  });
  it('repairs symphony.yaml, without which nothing can be checked', async () => {
    const root = tempWorkspace({
      ...starterFiles,
      'symphony.yaml': starterFiles['symphony.yaml']!.replace('title:', 'tilte:'),
    });
    expect((await runCli(['check'], { cwd: root })).code).toBe(2);
    const { code, out } = await run(root);
    expect(out).toContain('repaired UNKNOWN_FIELD symphony.yaml');
    expect(code).toBe(0);
    expect(read(root, 'symphony.yaml')).toBe(starterFiles['symphony.yaml']);
  });
  it('keeps modes', async () => {
    const root = tempWorkspace(fixableFiles);
    chmodSync(join(root, 'domains/docs.yaml'), 0o640);
    await run(root);
    expect(statSync(join(root, 'domains/docs.yaml')).mode & 0o777).toBe(0o640);
    await run(root, '--undo');
    expect(statSync(join(root, 'domains/docs.yaml')).mode & 0o777).toBe(0o640);
  });
});

it('what a draft still lacks is made only for who names the code', async () => {
  const files = {
    'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { notes: lib/later.ts }'),
    'domain.yaml': domain(),
    'play.yaml': symphony({
      status: 'draft',
      movements: movements(movement('one', beat('a', 'handler: notes#load', 'timeout: 5s'))),
    }),
  };
  const root = tempWorkspace(files);
  expect((await runCli(['check'], { cwd: root })).out).not.toContain('symphonyc fix --unsafe');
  const { left } = await fixJson(root, '--unsafe');
  expect(left.find(({ code }) => code === 'HANDLER_MODULE_UNUSABLE')?.reason).toBe(
    'it is information: `--code HANDLER_MODULE_UNUSABLE` repairs it',
  );
  await run(root, '--unsafe', '--code', 'HANDLER_MODULE_UNUSABLE');
  expect(read(root, 'lib/later.ts')).toContain('export async function load()');
});

describe('undo', () => {
  it('gives every file its old bytes again, run by run', async () => {
    const root = tempWorkspace(fixableFiles);
    const before = own(root);
    await run(root);
    const between = own(root);
    await run(root, '--unsafe');
    expect(own(root)).not.toEqual(between);
    expect(await run(root, '--undo')).toMatchObject({ code: 0, err: '' });
    expect(own(root)).toEqual(between);
    const { out } = await run(root, '--undo', '--format', 'json');
    expect(JSON.parse(out)).toEqual({
      version: 1,
      undone: { run: 1, files: ['domains/docs.yaml', 'symphonies/publish-notes.yaml'], edited: [] },
    });
    expect(own(root)).toEqual(before);
    expect((await run(root, '--undo')).code).toBe(2);
    expect(readdirSync(join(root, '.symphony/fix'))).toEqual([]);
  });
  it('does nothing when a file was edited since, and says which', async () => {
    const root = tempWorkspace(fixableFiles);
    await run(root);
    writeFileSync(join(root, 'domains/docs.yaml'), 'mine');
    const tree = own(root);
    const { code, err } = await run(root, '--undo');
    expect(code).toBe(2);
    expect(err).toContain('error: `domains/docs.yaml` was edited since, so nothing was undone\n');
    expect(own(root)).toEqual(tree);
  });
  it('believes no journal that somebody else wrote', async () => {
    const root = tempWorkspace(fixableFiles);
    await run(root);
    const journal = join(root, '.symphony/fix/1/journal.json');
    writeFileSync(journal, readFileSync(journal, 'utf8').replaceAll('domains/docs.yaml', 'handlers/notes.ts'));
    const tree = own(root);
    expect((await run(root, '--undo')).err).toContain('another machine or by another user');
    expect(own(root)).toEqual(tree);
  });
  it('without a secret believes no journal that it finds, and takes back what it wrote itself', async () => {
    const root = tempWorkspace(fixableFiles);
    const host = hostWith({ SYMPHONYC_CONFIG_HOME: 'relative' });
    await runCli(['fix'], { cwd: root, host });
    const [path, tree] = [join(root, '.symphony/fix/1/journal.json'), own(root)];
    const found = readFileSync(path, 'utf8');
    for (const text of [found, found.replace(/^.*/, 'no key')]) {
      writeFileSync(path, text);
      expect((await runCli(['fix', '--undo'], { cwd: root, host })).err).toContain('by another user');
      writeFileSync(path, text.replace('"state":"done"', '"state":"writing"'));
      await runCli(['fix', '--code', 'TEMPO_INVALID'], { cwd: root, host });
      expect(own(root)).toEqual(tree);
    }
    const other = tempWorkspace(fixableFiles);
    const before = own(other);
    let failed = false;
    const failing = faultHost(host, ({ operation, path: at }) => {
      if (failed || operation !== 'rename' || !at.includes('publish-notes')) return undefined;
      failed = true;
      return 'EACCES';
    });
    await runCli(['fix', '--code', 'UNKNOWN_FIELD'], { cwd: other, host: failing });
    expect(failed).toBe(true);
    expect(own(other)).toEqual(before);
  });
  it('restores nothing where a folder leads out of the workspace by now', async () => {
    const [root, outside] = [tempWorkspace(fixableFiles), tempFolder()];
    await run(root, '--code', 'UNKNOWN_FIELD');
    rmSync(join(root, 'domains'), { recursive: true });
    symlinkSync(outside, join(root, 'domains'));
    expect((await run(root, '--undo')).err).toContain('`domains/docs.yaml` was edited since');
    writeFileSync(join(outside, '.docs.yaml.symphonyc-fix'), 'mine');
    const place = { host: hostWith({}), root: realpathSync(root), key: 'ours' };
    const docs = { path: 'domains/docs.yaml', before: null, after: '0'.repeat(64) };
    const phases = [{ phase: 'domains', state: 'writing', entries: [docs] }] as const;
    writeJournal(place, { version: 1, run: 2, state: 'open', phases });
    for (const force of [false, true])
      expect(takeBack(place, { version: 1, run: 2, state: 'open', phases }, 0, force)).toMatchObject({
        edited: ['domains/docs.yaml'],
        replaced: [],
      });
    expect(readdirSync(outside)).toEqual(['.docs.yaml.symphonyc-fix']);
  });
});

describe('files that are not edited', () => {
  const reasonFor = async (root: string, code: string, ...argv: readonly string[]): Promise<string | undefined> => {
    const before = own(root);
    const { left } = await fixJson(root, ...argv);
    expect(own(root)['domains/docs.yaml']).toBe(before['domains/docs.yaml']);
    return left.find((one) => one.code === code)?.reason;
  };

  it('those that are read-only', async () => {
    const root = tempWorkspace(fixableFiles);
    chmodSync(join(root, 'domains/docs.yaml'), 0o444);
    expect(await reasonFor(root, 'UNKNOWN_FIELD')).toBe('`domains/docs.yaml`: it is read-only');
    expect(read(root, 'symphonies/publish-notes.yaml')).not.toBe(fixableFiles['symphonies/publish-notes.yaml']);
  });
  it('those in the output folder', async () => {
    const root = tempWorkspace({
      'symphony.yaml': workspace('domain.yaml', 'handlers: { notes: out/notes.ts }'),
      'domain.yaml': domain(),
    });
    const { left } = await fixJson(root, '--unsafe');
    expect(left.find(({ code }) => code === 'HANDLER_MODULE_UNUSABLE')?.reason).toBe(
      '`out/notes.ts`: it lies in the output folder',
    );
    expect(existsSync(join(root, 'out'))).toBe(false);
  });
  it('those outside, through a link', async () => {
    const outside = tempFolder();
    const root = tempWorkspace({
      'symphony.yaml': workspace('domain.yaml', 'handlers: { notes: lib/later.ts }'),
      'domain.yaml': domain(),
    });
    symlinkSync(outside, join(root, 'lib'));
    const { left } = await fixJson(root, '--unsafe');
    expect(left.find(({ code }) => code === 'HANDLER_MODULE_UNUSABLE')?.reason).toContain('leads out of the workspace');
    expect(readdirSync(outside)).toEqual([]);
  });
  it('a link inside stays a link; the file behind it is repaired', async () => {
    const root = tempWorkspace(fixableFiles);
    mkdirSync(join(root, 'real'));
    renameSync(join(root, 'domains/docs.yaml'), join(root, 'real/docs.yaml'));
    symlinkSync('../real/docs.yaml', join(root, 'domains/docs.yaml'));
    const before = own(root);
    await run(root);
    expect(lstatSync(join(root, 'domains/docs.yaml')).isSymbolicLink()).toBe(true);
    expect(read(root, 'real/docs.yaml')).toBe(repaired.domain);
    await run(root, '--undo');
    expect(own(root)).toEqual(before);
  });
  it.each(['.symphony', '.symphony/fix', '.symphony/lock'])('nothing at all, where %s is a link', async (folder) => {
    const [root, outside] = [tempWorkspace(fixableFiles), tempFolder()];
    mkdirSync(join(root, folder, '..'), { recursive: true });
    rmSync(join(root, folder), { recursive: true, force: true });
    symlinkSync(outside, join(root, folder));
    const before = own(root);
    const { code, err } = await run(root);
    expect([code, err]).toEqual([2, expect.stringContaining('is not a folder of its own; remove it')]);
    expect(own(root)).toEqual(before);
    expect(readdirSync(outside)).toEqual([]);
  });
});

it('waits for a build, and a build for it', async () => {
  const root = tempWorkspace(fixableFiles);
  const outcomes = await Promise.all([run(root), runCli(['build'], { cwd: root }), run(root), run(root, '--unsafe')]);
  for (const outcome of outcomes) expectCivil(outcome);
  writeFiles(root, {});
  expect((await runCli(['build'], { cwd: root })).code).toBe(0);
  expect(readdirSync(join(root, '.symphony/lock'))).toEqual([]);
});
