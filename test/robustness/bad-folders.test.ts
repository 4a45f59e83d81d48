/** Folders with traps: links, pipes, what may not be read, patterns that lead out or take for ever. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import type { HostErrorCode } from '../../compiler/host/host.ts';
import { checkFolder, expectCivil, hostWith, type JsonVerdict, runCli, testEnvironment } from '../support/cli.ts';
import { faultHost } from '../support/fault-host.ts';
import { digestTree, type Files, tempFolder, tempWorkspace } from '../support/temp.ts';

const domain = (id: string): string =>
  `apiVersion: symphonyc/v1\nkind: Domain\nid: ${id}\ntitle: T\nstatus: active\nowner: us\nnamespace: ${id}\n`;
const workspace = (fields: string): string =>
  `apiVersion: symphonyc/v1\nkind: Workspace\nid: traps\ntitle: Traps\nstatus: active\n${fields}\n`;

describe('links', () => {
  const outside = tempWorkspace({ 'secret.yaml': domain('secret'), 'folder/secret.yaml': domain('secret') });
  const trap = (files: Files = {}): string => tempWorkspace({ ...starterFiles, ...files });

  it('to a file inside are followed', async () => {
    const root = trap({ 'more/real.yaml': domain('linked') });
    symlinkSync('../more/real.yaml', join(root, 'domains/linked.yaml'));
    expect((await checkFolder(root)).places()).toEqual(['DOMAIN_UNUSED domains/linked.yaml:3:5']);
  });
  it('to a file outside, nowhere or in a circle are reported', async () => {
    const root = trap();
    symlinkSync(join(outside, 'secret.yaml'), join(root, 'domains/a.yaml'));
    symlinkSync('nothing.yaml', join(root, 'domains/b.yaml'));
    symlinkSync('d.yaml', join(root, 'domains/c.yaml'));
    symlinkSync('c.yaml', join(root, 'domains/d.yaml'));
    symlinkSync('/dev/zero', join(root, 'domains/e.yaml'));
    const { places, out } = await checkFolder(root);
    expect(places()).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `FILE_UNREADABLE domains/${name}.yaml:1:1`));
    expect(out).not.toContain('secret');
  });
  it('to folders are not entered, whether they lead out, in or in a circle', async () => {
    const root = trap({
      'symphony.yaml': starterFiles['symphony.yaml']!.replace('domains/*.yaml', 'domains/**/*.yaml'),
    });
    symlinkSync(join(outside, 'folder'), join(root, 'domains/out'));
    symlinkSync('..', join(root, 'domains/up'));
    symlinkSync('.', join(root, 'domains/self'));
    const { verdict, places } = await checkFolder(root);
    expect(places()).toEqual([]);
    expect(verdict.files.skipped.map(({ file }) => file)).toEqual(['domains/out', 'domains/self', 'domains/up']);
  });
  it('to folders that a pattern names are not entered either', async () => {
    const root = trap({ 'symphony.yaml': workspace('sources: [linked/*.yaml, linked/folder/*.yaml]') });
    symlinkSync(outside, join(root, 'linked'));
    const { verdict, places } = await checkFolder(root);
    expect(places()).toEqual(['SOURCE_UNMATCHED symphony.yaml:6:11', 'SOURCE_UNMATCHED symphony.yaml:6:26']);
    expect(verdict.files.skipped.map(({ file }) => file)).toEqual(['linked']);
  });
  it.each(['linked/h.ts', 'h.ts', '../h.ts', '/etc/passwd', 'a/../../h.ts', 'in.ts'])(
    'a handler module `%s` that lies outside is not there',
    async (path) => {
      const handlers = tempWorkspace({ 'h.ts': 'export function writePage() { return 12; }\n' });
      const root = trap({
        'symphony.yaml': starterFiles['symphony.yaml']!.replace('handlers/notes.ts', path),
        'in.ts': "export { writePage } from './linked/h.ts';\n",
      });
      symlinkSync(handlers, join(root, 'linked'));
      symlinkSync(join(handlers, 'h.ts'), join(root, 'h.ts'));
      const { places } = await checkFolder(root);
      const code = path.startsWith('/') || path.includes('..') ? 'PATH_NOT_PORTABLE' : 'HANDLER_MODULE_UNUSABLE';
      expect(places(code)).toHaveLength(path === 'in.ts' ? 0 : 1);
      const built = await runCli(['build', '--format', 'json'], { cwd: root });
      expectCivil(built);
      const manifest = readFileSync(join(root, 'out/manifest.json'), 'utf8');
      expect(manifest).not.toContain(handlers);
      expect(manifest).not.toMatch(/"(linked\/)?h\.ts"/);
    },
  );
});

describe('what is no regular file', () => {
  it('a pipe is reported and does not block', async () => {
    const root = tempWorkspace(starterFiles);
    execFileSync('mkfifo', [join(root, 'domains/pipe.yaml'), join(root, 'domains/not-matched')]);
    expect((await checkFolder(root)).places()).toEqual(['FILE_UNREADABLE domains/pipe.yaml:1:1']);
  });
  it('a folder with the name of a file is not one', async () => {
    const root = tempWorkspace({ ...starterFiles, 'domains/folder.yaml/a.txt': '' });
    expect((await checkFolder(root)).places()).toEqual([]);
  });
  it.each(['folder', 'pipe', 'circle'])('symphony.yaml as a %s cannot be used', async (what) => {
    const root = tempFolder();
    const path = join(root, 'symphony.yaml');
    if (what === 'folder') mkdirSync(path);
    else if (what === 'pipe') execFileSync('mkfifo', [path]);
    else symlinkSync('symphony.yaml', path);
    const result = await runCli(['check'], { cwd: root });
    expectCivil(result);
    expect(result.code).toBe(2);
    expect(result.err).toContain('FILE_UNREADABLE');
  });
  it('a handler module may be a folder or a pipe', async () => {
    const root = tempWorkspace(starterFiles);
    const symphony = starterFiles['symphony.yaml']!;
    mkdirSync(join(root, 'handlers/folder.ts'));
    execFileSync('mkfifo', [join(root, 'handlers/pipe.ts')]);
    for (const name of ['folder', 'pipe']) {
      const text = symphony.replace('handlers/notes.ts', `handlers/${name}.ts`);
      const copy = tempWorkspace({ ...starterFiles, 'symphony.yaml': text });
      if (name === 'folder') mkdirSync(join(copy, 'handlers/folder.ts'));
      else execFileSync('mkfifo', [join(copy, 'handlers/pipe.ts')]);
      expect((await checkFolder(copy)).places('HANDLER_MODULE_UNUSABLE')).toHaveLength(1);
    }
  });
});

describe('what may not be read', () => {
  const refusing = (name: string, code: HostErrorCode) =>
    faultHost(hostWith(testEnvironment()), ({ path }) => (path.endsWith(name) ? code : undefined));
  const check = async (name: string, code: HostErrorCode) => {
    const root = tempWorkspace({ ...starterFiles, 'private/sub/x.yaml': domain('x') });
    const result = await runCli(['check', '--format', 'json'], { cwd: root, host: refusing(name, code) });
    expectCivil(result);
    const places = (JSON.parse(result.out || '{"diagnostics":[]}') as JsonVerdict).diagnostics.map(
      ({ code: found, file, range }) => `${found} ${file}:${range.start.line}:${range.start.column}`,
    );
    return { ...result, places };
  };
  it.each<HostErrorCode>(['EACCES', 'EIO'])('a source file (%s)', async (code) => {
    const { places, code: exit } = await check('domains/docs.yaml', code);
    expect(exit).toBe(1);
    expect(places).toContain('FILE_UNREADABLE domains/docs.yaml:1:1');
    // The domain may well be there; only its file cannot be read.
    expect(places.filter((place) => place.startsWith('DOMAIN_NOT_FOUND'))).toEqual([]);
  });
  it('a folder of sources', async () => {
    const { places, code } = await check('/domains', 'EACCES');
    expect(code).toBe(1);
    expect(places).toContain('FILE_UNREADABLE domains:1:1');
  });
  it('a folder that no pattern leads to does not matter', async () => {
    expect((await check('/private', 'EACCES')).code).toBe(0);
    expect((await check('/sub', 'EACCES')).code).toBe(0);
  });
  it('symphony.yaml', async () => {
    const { code, err } = await check('symphony.yaml', 'EACCES');
    expect(code).toBe(2);
    expect(err).toContain('permission to read the file is missing');
  });
  it('a handler module', async () => {
    const { places, code } = await check('handlers/notes.ts', 'EACCES');
    expect(code).toBe(1);
    expect(places.filter((place) => place.startsWith('HANDLER_MODULE_UNUSABLE'))).toHaveLength(1);
  });
});

describe('patterns', () => {
  const sources = (...globs: string[]): Files => ({
    ...starterFiles,
    'symphony.yaml': workspace(`sources: ${JSON.stringify(globs)}`),
    [`domains/${'a'.repeat(100)}!.yaml`]: domain('a'),
  });
  it.each(['/etc/*.yaml', '../**/*.yaml', 'a/../../*.yaml', 'domains\\*.yaml', './../x.yaml'])(
    '`%s` leads out and is refused',
    async (glob) => {
      expect((await checkFolder(tempWorkspace(sources(glob)))).places()).toEqual([
        'FILE_UNREADABLE symphony.yaml:6:11',
      ]);
    },
  );
  it.each([
    'domains/(a+)+$',
    'domains/+(+(a|b)|c)',
    `domains/${'*a'.repeat(100)}b.yaml`,
    `domains/${'{a,b}'.repeat(50)}.yaml`,
    `${'**/'.repeat(90)}x.yaml`,
    `domains/${'?*'.repeat(140)}c`,
  ])('`%s` is done with', async (glob) => {
    expect((await checkFolder(tempWorkspace(sources(glob)))).places()).toEqual(['SOURCE_UNMATCHED symphony.yaml:6:11']);
  });
  it.each(['**/*.yaml', '*.yaml', './domains/*.yaml', '{domains,*}/*.{yaml,yml}'])(
    '`%s` sees the same files before and after a build, wherever the output lies',
    async (glob) => {
      for (const out of ['out', '../elsewhere', 'x/y/out']) {
        const root = join(tempFolder(), 'workspace');
        execFileSync('cp', ['-r', tempWorkspace(sources(glob)), root]);
        const build = async () => {
          const result = await runCli(['build', '--format', 'json', '--out', out], { cwd: root });
          expectCivil(result);
          return { verdict: result.out, tree: digestTree(join(root, out)) };
        };
        const first = await build();
        expect(await build()).toEqual(first);
        expect((JSON.parse(first.verdict) as JsonVerdict).files.compiled).toBeGreaterThan(glob === '*.yaml' ? 0 : 2);
      }
    },
  );
});
