/** Files of the output folder that somebody edited, removed or added: `verify` names them, `run` does not play them. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { expectCivil, hostWith, runBundle, runCli, testEnvironment } from '../support/cli.ts';
import { tempFolder, tempWorkspace } from '../support/temp.ts';

const environment = testEnvironment();
const host = hostWith(environment);
const plan = 'plans/publish-notes.plan.json';

async function built(...argv: readonly string[]): Promise<string> {
  const root = tempWorkspace(starterFiles);
  expect((await runCli(['build', ...argv], { cwd: root, host })).code).toBe(0);
  return root;
}

/** A change that leaves the file as long as it was. */
function change(path: string): void {
  const text = readFileSync(path, 'latin1');
  const changed = text.replace(/[a-z]/, (letter) => letter.toUpperCase());
  expect(changed).not.toBe(text);
  writeFileSync(path, changed, 'latin1');
}

const key = join(tempFolder(), 'key.pem');
/** The exit code, the headline, and what failed. */
async function verify(root: string, what = 'out') {
  writeFileSync(key, readFileSync(join(root, 'out/evidence/public-key.pem')), { flag: 'a' });
  const result = await runCli(['verify', what, '--key', key], { cwd: root, host });
  expectCivil(result);
  const lines = result.out.split('\n');
  const marked = (state: string) => lines.filter((line) => line.startsWith(`  ${state}`)).map((line) => line.slice(7));
  return { code: result.code, head: lines[0], failed: marked('FAIL'), skipped: marked('skip') };
}

describe('verify of an output folder', () => {
  it('accepts it as it was built', async () => {
    expect(await verify(await built())).toEqual({
      code: 0,
      head: 'evidence pack: intact, signed by a trusted key',
      failed: [],
      skipped: [],
    });
  });
  it('names every file that was changed, is missing or was added, and everything that is no file', async () => {
    const root = await built();
    const out = join(root, 'out');
    for (const path of [plan, 'site/index.html', 'evidence/public-key.pem', 'manifest.json']) change(join(out, path));
    rmSync(join(out, 'report/report.md'));
    mkdirSync(join(out, 'site/more'));
    writeFileSync(join(out, 'site/more/x.html'), '');
    rmSync(join(out, 'report/verdict.json'));
    symlinkSync(join(root, 'notes.md'), join(out, 'report/verdict.json'));
    symlinkSync(root, join(out, 'plans/elsewhere'));
    expect(await verify(root)).toEqual({
      code: 1,
      head: 'evidence pack: intact, signed by a trusted key; the folder is not as it was built',
      failed: [
        'folder: evidence/public-key.pem: it was changed',
        'folder: manifest.json: it was changed',
        'folder: plans/elsewhere: it was added',
        `folder: ${plan}: it was changed`,
        'folder: report/report.md: it is missing',
        'folder: report/verdict.json: it is no file that can be read',
        'folder: site/index.html: it was changed',
        'folder: site/more/x.html: it was added',
      ],
      skipped: [],
    });
    expect(await verify(root, 'out/evidence.zip')).toMatchObject({ code: 0, failed: [] });
  });
  it('names what was changed in the pack, and says what it did not look at', async () => {
    const root = await built();
    const pack = join(root, 'out/evidence.zip');
    const bytes = readFileSync(pack);
    for (const member of ['domains/docs.yaml', `out/${plan}`])
      bytes[bytes.indexOf(readFileSync(join(root, member))) + 9]! ^= 1;
    writeFileSync(pack, bytes);
    const detail = 'it was changed: its checksum is that of another content';
    const rest = 'not looked at, because of the above';
    expect(await verify(root)).toEqual({
      code: 1,
      head: 'evidence pack: not intact',
      failed: [`archive: inputs/domains/docs.yaml: ${detail}`, `archive: ${plan}: ${detail}`],
      skipped: ['manifest', 'members', 'statements', 'signatures', 'folder', 'trust'].map((name) => `${name}: ${rest}`),
    });
  });
  it('does not read a file that is too large for a pack', async () => {
    const root = await built();
    const large = { ...host.stat(join(root, 'out/evidence.zip'))!, size: 2 ** 40 };
    const asked: string[] = [];
    const on = {
      ...host,
      stat: (path: string) => (path.endsWith('evidence.zip') ? large : host.stat(path)),
      readFile: (path: string) => {
        asked.push(path);
        return host.readFile(path);
      },
    };
    const { code, out } = await runCli(['verify', 'out/evidence.zip'], { cwd: root, host: on });
    expect(code).toBe(1);
    expect(out).toContain('FAIL archive: the file has 1099511627776 bytes; at most');
    expect(asked.filter((path) => path.endsWith('.zip'))).toEqual([]);
  });
  it('does not take the key inside the pack for a reason to trust it', async () => {
    const root = await built();
    writeFileSync(join(root, 'wrong.pem'), 'x');
    const wrong = await runCli(['verify', 'out', '--key', 'wrong.pem'], { cwd: root, host });
    expect(wrong.code).toBe(2);
    const stranger = hostWith(testEnvironment());
    const unknown = await runCli(['verify', 'out'], { cwd: root, host: stranger });
    expect(unknown.code).toBe(1);
    expect(unknown.out).toContain('is not among the trusted keys; ask whoever signs for theirs');
    for (const { out, err } of [wrong, unknown]) expect(out + err).not.toContain('public-key.pem');
  });
});

describe('run', () => {
  const run = (root: string, ...argv: readonly string[]) =>
    runBundle(['run', 'publish-notes', ...argv], { cwd: root, environment });
  const again = 'build again with `symphonyc build --no-cache`';

  it('does not play a plan that was edited, and does when it is built again', async () => {
    const root = await built();
    expect((await run(root)).code).toBe(0);
    const file = join(root, 'out', plan);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"--version"', '"--v8-options"'));
    const refused = await run(root, '--format', 'json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ status: 'refused', movements: [] });
    expect(refused.err).toContain(`the plan of \`publish-notes\` was changed after it was built; ${again}`);
    expect((await runCli(['build', '--no-cache'], { cwd: root, host })).code).toBe(0);
    expect((await run(root)).code).toBe(0);
  });
  it('does not play one that the build did not write, nor beside a damaged manifest', async () => {
    const root = await built();
    const other = { ...JSON.parse(readFileSync(join(root, 'out', plan), 'utf8')), id: 'other' };
    writeFileSync(join(root, 'out/plans/other.plan.json'), JSON.stringify(other));
    const added = await runBundle(['run', 'other'], { cwd: root, environment });
    expect(added.code).toBe(1);
    expect(added.err).toContain(`the plan of \`other\` is not in the manifest of the build; ${again}`);
    appendFileSync(join(root, 'out/manifest.json'), '{');
    expect((await runBundle(['run', 'other'], { cwd: root, environment })).err).toContain(
      'manifest of the build is dam',
    );
  });
  it('plays plans of a build without evidence, and plans that were copied with theirs', async () => {
    expect((await run(await built('--no-seal'))).code).toBe(0);
    const root = await built();
    renameSync(join(root, 'out'), join(root, 'kept'));
    expect((await run(root, '--plans', 'kept/plans')).code).toBe(0);
    change(join(root, 'kept', plan));
    expect((await run(root, '--plans', 'kept/plans')).code).not.toBe(0);
  });
});
