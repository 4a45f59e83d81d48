/** Results that rest on something which changed and changed back, or on where something lies, are not kept too long. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { runCli } from '../support/cli.ts';
import { tempFolder, tempWorkspace } from '../support/temp.ts';

const say = async (root: string, ...argv: readonly string[]): Promise<string> =>
  (await runCli(['check', '--format', 'json', ...argv], { cwd: root })).out;

const found = async (root: string): Promise<string[]> =>
  JSON.parse(await say(root)).diagnostics.map(({ code }: { code: string }) => code);

/** What was written in the instant of a check proves nothing yet. */
const instant = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

const edit = (root: string, path: string, from: string, to: string): void => {
  const text = readFileSync(join(root, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(root, path), text.replace(from, to));
};

it('a document that is restored after symphony.yaml changed is checked against the new one', async () => {
  const root = tempWorkspace(starterFiles);
  const symphony = 'symphonies/publish-notes.yaml';
  expect(await found(root)).not.toContain('KEY_INVALID');
  edit(root, 'symphony.yaml', 'C Major', 'D Major');
  edit(root, symphony, 'title: Publish the notes', 'title: Another');
  expect(await found(root)).toContain('KEY_INVALID');
  writeFileSync(join(root, symphony), starterFiles[symphony]!);
  expect(await found(root)).toContain('KEY_INVALID');
  expect(await say(root)).toBe(await say(root, '--no-cache'));
  edit(root, 'symphony.yaml', 'D Major', 'C Major');
  expect(await found(root)).not.toContain('KEY_INVALID');
});

it('a related place follows its file when that is renamed', async () => {
  const root = tempWorkspace(starterFiles);
  edit(root, 'policies/beats-are-bounded.yaml', 'beat.timeout_ms > 0', 'beat.timeout_ms > 6000');
  expect(await say(root)).toContain('policies/beats-are-bounded.yaml');
  renameSync(join(root, 'policies/beats-are-bounded.yaml'), join(root, 'policies/zz.yaml'));
  const out = await say(root);
  expect(out).toContain('policies/zz.yaml');
  expect(out).toBe(await say(root, '--no-cache'));
});

it.each(['handlers', 'handlers/notes.ts', 'metrics', 'metrics/words.yaml', 'symphony.yaml'])(
  '%s is not believed any more once a link out of the workspace stands for it',
  async (path) => {
    const root = tempWorkspace(starterFiles);
    await instant();
    for (let i = 0; i < 2; i++) await say(root);
    const moved = join(tempFolder(), 'moved');
    renameSync(join(root, path), moved);
    symlinkSync(moved, join(root, path));
    const out = await say(root);
    expect(JSON.parse(out).conforms).toBe(false);
    expect(out).toBe(await say(root, '--no-cache'));
  },
);

it('a folder that is replaced by an equal one is no change of meaning', async () => {
  const root = tempWorkspace(starterFiles);
  const before = await say(root);
  mkdirSync(join(root, 'copy'));
  for (const name of readdirSync(join(root, 'handlers')))
    cpSync(join(root, 'handlers', name), join(root, 'copy', name));
  rmSync(join(root, 'handlers'), { recursive: true });
  renameSync(join(root, 'copy'), join(root, 'handlers'));
  expect(await say(root)).toBe(before);
});
