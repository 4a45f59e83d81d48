/** The patch that `fix --dry-run` prints, as the real git takes it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { applyEdits, compareEdits, toBytes, toLines } from '../../compiler/fix/lines.ts';
import { patchOf } from '../../compiler/fix/patch.ts';
import { runCli } from '../support/cli.ts';
import { fixableFiles } from '../support/fixable-workspace.ts';
import { git, repositoryIn } from '../support/git.ts';
import { digestTree, type Files, tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

const own = (root: string): Record<string, string> =>
  Object.fromEntries(Object.entries(digestTree(root)).filter(([path]) => !/^\.(?:symphony|git)\//.test(path)));

async function patchFrom(cwd: string): Promise<string> {
  const { out, err, code } = await runCli(['fix', '--unsafe', '--dry-run'], { cwd });
  expect(err).toContain('to repair');
  expect(code).toBe(0);
  const file = join(tempFolder(), 'fix.patch');
  writeFileSync(file, out);
  return file;
}

/** The same with a name that git quotes, and with a module that is missing. */
const odd: Files = {
  ...fixableFiles,
  'symphony.yaml': starterFiles['symphony.yaml']!.replace('handlers/notes.ts', '"src/new \\"ä\\" 🎼/pages.ts"'),
};

describe('the patch', () => {
  it.each<[string, Files]>([
    ['', fixableFiles],
    [', with odd names and new files', odd],
  ])('gives the bytes that the fix gives, and nothing is written for it%s', async (_, files) => {
    const [patched, fixed] = [tempWorkspace(files), tempWorkspace(files)];
    const before = digestTree(patched);
    const patch = await patchFrom(patched);
    expect(digestTree(patched)).toEqual(before);
    expect(existsSync(join(patched, '.symphony'))).toBe(false);
    git(patched, 'apply', '--check', patch);
    git(patched, 'apply', patch);
    await runCli(['fix', '--unsafe'], { cwd: fixed });
    expect(own(patched)).toEqual(own(fixed));
    expect(own(patched)).not.toEqual(before);
  });
  it.each(['.', 'deep/work space'])('fits the repository around the workspace, from %s', async (from) => {
    const [top, alone] = [tempFolder(), tempWorkspace(fixableFiles)];
    writeFiles(join(top, 'deep/work space'), fixableFiles);
    repositoryIn(top);
    const patch = await patchFrom(join(top, 'deep/work space'));
    git(join(top, from), 'apply', '--check', patch);
    git(join(top, from), 'apply', patch);
    await runCli(['fix', '--unsafe'], { cwd: alone });
    expect(own(join(top, 'deep/work space'))).toEqual(own(alone));
  });
  it('is part of the JSON', async () => {
    const root = tempWorkspace(fixableFiles);
    const { out } = await runCli(['fix', '--unsafe', '--dry-run', '--format', 'json'], { cwd: root });
    const { patch, dryRun } = JSON.parse(out) as { patch: string; dryRun: boolean };
    expect(dryRun).toBe(true);
    expect(patch).toBe(readFileSync(await patchFrom(root), 'utf8'));
  });
});

it('shows no secret', async () => {
  const token = `ghp_${'Zx81kQp02LmN44vB'.repeat(2)}abcd`;
  const symphony = String(fixableFiles['symphonies/publish-notes.yaml']).replace(
    'effects: none',
    `with: { a: ${token} }`,
  );
  const root = tempWorkspace({ ...fixableFiles, 'symphonies/publish-notes.yaml': symphony });
  const { out, err } = await runCli(['fix', '--dry-run'], { cwd: root });
  expect(out + err).not.toContain(token);
  expect(err).toContain('warning: the patch leaves out `symphonies/publish-notes.yaml`');
  expect(out).toContain('+++ b/domains/docs.yaml');
  const fixed = await runCli(['fix'], { cwd: root });
  expect(fixed.out + fixed.err).not.toContain(token);
  expect(readFileSync(join(root, 'symphonies/publish-notes.yaml'), 'utf8')).toContain(`with: { a: ${token} }`);
});

describe('any edits of any text', () => {
  const line = fc.constantFrom('a', 'b: 1', '', '  - 🎼 x', 'tab\there', 'é', '# c', '-- x', '++ y', '\\ No newline');
  const end = fc.constantFrom('\n', '\n', '\n', '\r\n');
  const text = fc
    .tuple(
      fc.array(
        fc.tuple(line, end).map((pair) => pair.join('')),
        { maxLength: 40 },
      ),
      line,
      fc.boolean(),
    )
    .map(([lines, last, marked]) => `${marked ? '\ufeff' : ''}${lines.join('')}${last}`);
  const cut = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('', 'x', 'x\n', '\n', 'x: 🎻\ny\n', ', z'));

  it('touches nothing else, and its patch gives the same bytes', () => {
    const folder = tempFolder();
    const check = (content: string, cuts: readonly (readonly [number, number, string])[]): void => {
      const bytes = new TextEncoder().encode(content);
      const file = toLines(bytes)!;
      expect(toBytes(file)).toEqual(bytes);
      // Characters, so that none of two units is cut in two.
      const characters = [...content.replace(/^\ufeff/, '')];
      const offsets = cuts.map(([a, b, by]) => {
        const [x, y] = [a % (characters.length + 1), b % (characters.length + 1)];
        return { start: Math.min(x, y), end: Math.max(x, y), by };
      });
      const apart = offsets
        .sort((a, b) => a.start - b.start)
        .filter(({ start }, i, all) => i === 0 || start > all[i - 1]!.end);
      const crossing = apart.filter((one, i) => apart.slice(0, i).every((other) => other.end < one.start));
      const isReturn = (at: number): boolean => characters[at - 1] === '\r' && characters[at] === '\n';
      const sound = crossing.filter(({ start, end: until }) => !isReturn(start) && !isReturn(until));
      const place = (offset: number) => {
        const before = characters.slice(0, offset).join('').split('\n');
        return { line: before.length, column: before.at(-1)!.length + 1 };
      };
      const edits = sound.map(({ start, end: until, by }) => ({
        range: { start: place(start), end: place(until) },
        text: by,
      }));
      const after = applyEdits(file, edits.sort(compareEdits));
      const got = new TextDecoder('utf-8', { ignoreBOM: true }).decode(toBytes(after)).replace(/^\ufeff/, '');
      let [expected, done] = ['', 0];
      for (const { start, end: until, by } of sound) {
        expected += characters.slice(done, start).join('') + by;
        done = until;
      }
      expected += characters.slice(done).join('');
      expect(got.replaceAll('\r\n', '\n')).toBe(expected.replaceAll('\r\n', '\n'));
      writeFileSync(join(folder, 'file'), bytes);
      const { patch } = patchOf([{ path: 'file', before: file, after }]);
      if (patch !== '') {
        writeFileSync(join(folder, 'patch'), patch);
        git(folder, 'apply', '--whitespace=nowarn', 'patch');
      }
      expect(Buffer.compare(readFileSync(join(folder, 'file')), toBytes(after))).toBe(0);
    };
    fc.assert(fc.property(text, fc.array(cut, { maxLength: 5 }), check), {
      numRuns: 150,
      examples: [
        ['\ufeffa\na', [[2, 0, '']]],
        ['\ufeffa', [[1, 0, '']]],
        ['\ufeffa\nb', [[0, 0, 'x\n']]],
      ],
    });
  });
});
