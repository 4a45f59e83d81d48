/** What goes where: machine formats on stdout and nothing else there, words on stderr, and exit codes that scripts rely on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import {
  bundle,
  expectCivil,
  finished,
  type ProcessResult,
  runBundle,
  runCli,
  startBundle,
  testEnvironment,
} from '../support/cli.ts';
import { digestTree, tempFolder, tempWorkspace } from '../support/temp.ts';

const environment = testEnvironment();
const sound = tempWorkspace(starterFiles);
const faulty = tempWorkspace({
  ...starterFiles,
  'domains/bad.yaml': 'a: 1\n',
  'domains/docs.yaml': starterFiles['domains/docs.yaml']!.replace('owner', 'onwer'),
});
const esc = '\u001b';

const sh = (command: string, cwd: string): Promise<ProcessResult> => {
  const env = { PATH: process.env['PATH'], ...environment, NODE: process.execPath, BUNDLE: bundle };
  return finished(spawn('bash', ['--norc', '-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }));
};

describe('machine formats', () => {
  it.each(['check', 'build'])('%s: stdout is the document, stderr the words', async (command) => {
    for (const root of [sound, faulty]) {
      for (const format of ['json', 'sarif']) {
        const { code, out, err } = await runBundle([command, '--format', format], { cwd: root, environment });
        expect(code).toBe(root === sound ? 0 : 1);
        JSON.parse(out);
        expect(out.endsWith('}\n')).toBe(true);
        expect(err).toBe(
          command === 'check' ? '' : err.match(/^wrote \d+ files to out\/\ndashboard: .*\nevidence: .*\n$/)?.[0],
        );
      }
    }
  });
  it('several at once, into files whose folders do not exist yet', async () => {
    const root = tempWorkspace(starterFiles);
    const argv = [
      'check',
      '--output',
      'json=reports/a/verdict.json',
      '--output',
      'sarif=reports/b.sarif',
      '--output',
      'pretty=reports/c.txt',
    ];
    const result = await runBundle([...argv, '--format', 'json'], {
      cwd: root,
      environment: { ...environment, FORCE_COLOR: '1' },
    });
    expect(result.code).toBe(0);
    expect(readFileSync(join(root, 'reports/a/verdict.json'), 'utf8')).toBe(result.out);
    JSON.parse(readFileSync(join(root, 'reports/b.sarif'), 'utf8'));
    expect(readFileSync(join(root, 'reports/c.txt'), 'utf8')).toMatch(/^conforms/);
  });
  it('are the same from the cache', async () => {
    const first = await runCli(['check', '--format', 'sarif'], { cwd: faulty });
    expect((await runCli(['check', '--format', 'sarif'], { cwd: faulty })).out).toBe(first.out);
  });
});

describe('colour', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['not into a pipe', {}, false],
    ['when it is asked for', { FORCE_COLOR: '1' }, true],
    ['not when it is asked not to', { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ['not when it is asked for with 0', { FORCE_COLOR: '0' }, false],
    ['as ever when NO_COLOR is empty', { FORCE_COLOR: '1', NO_COLOR: '' }, true],
  ])('%s', async (_, more, colored) => {
    const result = await runBundle(['check'], { cwd: faulty, environment: { ...environment, ...more } });
    expect(result.out.includes(esc)).toBe(colored);
    expect(result.err).not.toContain(esc);
  });
});

describe('a reader', () => {
  const many = tempWorkspace({
    ...starterFiles,
    'domains/many.yaml': Array.from({ length: 3000 }, () => 'kind: Domain\n').join('---\n'),
  });
  it('that goes away is no crash', async () => {
    for (const format of ['pretty', 'json', 'sarif']) {
      const { out, err } = await sh(
        `"$NODE" "$BUNDLE" check --format ${format} | head -1; echo "codes \${PIPESTATUS[*]}"`,
        many,
      );
      expect(out).toMatch(/codes [01] 0\n$/);
      expect(err).toBe('');
    }
    expect((await sh('"$NODE" "$BUNDLE" --help | true; echo "${PIPESTATUS[0]}"', many)).out).toBe('0\n');
  });
  it('that is slow gets everything', async () => {
    const whole = await runBundle(['check', '--format', 'json'], { cwd: many, environment });
    expect(whole.out.length).toBeGreaterThan(1_000_000);
    const slow = await sh('"$NODE" "$BUNDLE" check --format json | (sleep 0.5; cat)', many);
    expect(slow.out).toBe(whole.out);
  });
  it.runIf(existsSync('/proc/self/stat'))('that reads nothing for now is waited for without work', async () => {
    const child = startBundle(['check', '--format', 'json'], { cwd: many, environment });
    // Fields of proc(5) after the name of the program: the time in user and kernel mode, in ticks of 10 ms.
    const ticks = (): number => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return Number(fields[11]) + Number(fields[12]);
    };
    await once(child.stdout!, 'readable');
    await setTimeout(250);
    const before = ticks();
    await setTimeout(500);
    expect(ticks() - before).toBeLessThan(15);
    expect((await finished(child)).code).toBe(1);
  });
  it('that was never there is no crash', async () => {
    expect((await sh('"$NODE" "$BUNDLE" check >&- 2>&-', sound)).code).toBe(0);
    expect((await sh('"$NODE" "$BUNDLE" check --nonsense >&- 2>&-', sound)).code).toBe(2);
  });
  it('that is full is said', async () => {
    const { code, err } = await finished(
      startBundle(['check'], { cwd: sound, environment, stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'] }),
    );
    expect(code).toBe(2);
    expect(err).toContain('no space left');
    const silent = await sh('"$NODE" "$BUNDLE" check > /dev/full 2> /dev/full', sound);
    expect(silent.code).toBe(2);
  });
});

describe('wrong usage', () => {
  it.each<[string[], string]>([
    [['chekc'], 'did you mean `check`'],
    [['xyzzy'], 'see `symphonyc --help`'],
    [['__proto__'], 'there is no command `__proto__`'],
    [['constructor'], 'there is no command `constructor`'],
    [['--check'], '`--check`'],
    [['check', '--fromat', 'json'], 'did you mean `--format`'],
    [['check', '--format', 'jsno'], 'the formats are'],
    [['check', '--format'], '--format'],
    [['check', '--output', 'json'], 'FORMAT=FILE'],
    [['check', '--output', 'json='], 'FORMAT=FILE'],
    [['check', '--output', 'jsno=x'], 'there is no format `jsno`'],
    [['check', '--fail-on', 'mayor'], 'the severities are'],
    [['check', '--as-of', '2026-02-30'], 'YYYY-MM-DD'],
    [['check', '--as-of', 'today'], 'YYYY-MM-DD'],
    [['check', 'extra'], 'one argument too many'],
    [['check', '-C', '/nowhere/at/all'], 'there is no symphony.yaml'],
    [['check', '--verbose=yes'], '--verbose'],
    [['build', '--targets', 'plna'], 'did you mean `plan`'],
    [['build', '--targets', ''], 'there is no target'],
    [['build', '--targets', 'toString'], 'there is no target'],
    [['explain', 'TIMEOUT_MISING'], 'did you mean TIMEOUT_MISSING'],
    [['explain', '__proto__'], 'there is no code'],
    [['verify'], '<pack> is missing'],
    [['verify', 'nothing'], 'there is no pack'],
    [['verify', '.', '--format', 'xml'], 'the formats are'],
    [['check', '\u001b[2J\nx'], 'one argument too many'],
  ])('%j', async (argv, expected) => {
    const result = await runCli(argv, { cwd: sound });
    expectCivil(result);
    expect({ code: result.code, out: result.out }).toEqual({ code: 2, out: '' });
    expect(result.err).toMatch(/^error: /);
    expect(result.err).toContain(expected);
  });
  it('a report into what is no regular file is written there, and does not replace it', async () => {
    const root = tempWorkspace({ ...starterFiles, 'real.json': '' });
    // By links of the test's own, never by the name of a device: a mistake here would replace it for the whole machine.
    symlinkSync('real.json', join(root, 'link.json'));
    symlinkSync('/dev/full', join(root, 'full.json'));
    expect((await runCli(['check', '--output', 'json=link.json'], { cwd: root })).code).toBe(0);
    expect(lstatSync(join(root, 'link.json')).isSymbolicLink()).toBe(true);
    JSON.parse(readFileSync(join(root, 'real.json'), 'utf8'));
    const piped = await sh('mkfifo pipe; (cat pipe >&2) & "$NODE" "$BUNDLE" check --output json=pipe; wait', root);
    JSON.parse(piped.err);
    expect(lstatSync(join(root, 'pipe')).isFIFO()).toBe(true);
    const full = await runCli(['check', '--output', 'json=full.json'], { cwd: root });
    expectCivil(full);
    expect(full.code).toBe(2);
    expect(full.err).toBe(`error: cannot write or read ${root}/full.json: there is no space left on the disk\n`);
    expect(lstatSync(join(root, 'full.json')).isSymbolicLink()).toBe(true);
  });
  it('a report that cannot be written', async () => {
    mkdirSync(join(sound, 'folder'), { recursive: true });
    writeFileSync(join(sound, 'file'), '');
    for (const file of ['folder', 'file/x.json', '/proc/x.json']) {
      const result = await runCli(['check', '--output', `json=${file}`], { cwd: sound });
      expectCivil(result);
      expect(result.code).toBe(2);
      expect(result.err).toMatch(/^error: cannot write/);
    }
  });
  it('no workspace anywhere', async () => {
    const folder = tempFolder();
    for (const command of ['check', 'build', 'watch']) {
      const result = await runCli([command], { cwd: folder });
      expect({ code: result.code, out: result.out }).toEqual({ code: 2, out: '' });
      expect(result.err).toContain('symphonyc init');
    }
  });
});

describe('help and versions', () => {
  it('go to stdout', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    for (const flag of ['--version', '-V'])
      expect(await runCli([flag], { cwd: '/' })).toEqual({ code: 0, out: `${version}\n`, err: '' });
    for (const argv of [
      ['--help'],
      ['-h'],
      ['help'],
      ['check', '--help'],
      ['build', '-h'],
      ['verify', '--help'],
      ['init', '--help'],
      ['watch', '--help'],
      ['explain', '--help'],
    ]) {
      const result = await runCli(argv, { cwd: '/' });
      expectCivil(result);
      expect({ code: result.code, err: result.err }).toEqual({ code: 0, err: '' });
      expect(result.out.length).toBeGreaterThan(100);
    }
  });
  it('are on stderr when nothing was asked', async () => {
    const result = await runCli([], { cwd: '/' });
    expect({ code: result.code, out: result.out }).toEqual({ code: 2, out: '' });
    expect(result.err).toContain('check');
  });
  it('explain every code', async () => {
    const all = await runCli(['explain'], { cwd: '/' });
    expectCivil(all);
    const codes = [...all.out.matchAll(/^ {2}([A-Z_]{4,})/gm)].map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(20);
    for (const code of codes) {
      const page = await runCli(['explain', code.toLowerCase().replaceAll('_', '-')], { cwd: '/' });
      expectCivil(page);
      expect({ code: page.code, err: page.err, head: page.out.split('\n')[0] }).toEqual({
        code: 0,
        err: '',
        head: code,
      });
    }
  });
});

describe('exit codes', () => {
  it('follow what fails', async () => {
    const minor = tempWorkspace({
      ...starterFiles,
      'domains/other.yaml':
        'apiVersion: symphonyc/v1\nkind: Domain\nid: other\ntitle: T\nstatus: active\nowner: us\nnamespace: other\n',
    });
    expect((await runCli(['check'], { cwd: minor })).code).toBe(0);
    expect((await runCli(['check', '--fail-on', 'minor'], { cwd: minor })).code).toBe(1);
    expect((await runCli(['check'], { cwd: minor })).code).toBe(0);
    expect((await runCli(['check', '--fail-on', 'critical'], { cwd: faulty })).code).toBe(1);
  });
  it('of `verify` tell a bad pack from none', async () => {
    const root = tempWorkspace(starterFiles);
    expect((await runCli(['build'], { cwd: root })).code).toBe(0);
    const key = join(root, 'out/evidence/public-key.pem');
    expect((await runCli(['verify', 'out', '--key', key], { cwd: root })).code).toBe(0);
    const pack = readFileSync(join(root, 'out/evidence.zip'));
    for (const bytes of [
      pack.subarray(0, -1),
      pack.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)),
      Buffer.from('x'),
      Buffer.alloc(0),
    ]) {
      writeFileSync(join(root, 'bad.zip'), bytes);
      const result = await runCli(['verify', 'bad.zip', '--key', key], { cwd: root });
      expectCivil(result);
      expect(result.code).toBe(1);
    }
  });
  it('of `init` say that nothing was overwritten', async () => {
    const root = tempFolder();
    expect((await runCli(['init'], { cwd: root })).code).toBe(0);
    const before = digestTree(root);
    const again = await runCli(['init'], { cwd: root });
    expect({ code: again.code, out: again.out }).toEqual({ code: 2, out: '' });
    expect(digestTree(root)).toEqual(before);
    expect((await runCli(['check'], { cwd: root })).code).toBe(0);
    expect(existsSync(join(root, 'out'))).toBe(false);
  });
});
