/** The starter with few targets, as it is before and after an edit, and what cold builds make of both. */
import { join } from 'node:path';
import { starterFiles } from '../../compiler/cli/starter.ts';
import type { Host } from '../../compiler/host/host.ts';
import { type CliResult, hostWith, runCli, testEnvironment } from './cli.ts';
import { digestTree, type Files, tempWorkspace, writeFiles } from './temp.ts';

export const environment = testEnvironment();
export const host: Host = hostWith(environment);

export const files: Readonly<Record<string, string>> = {
  ...starterFiles,
  'symphony.yaml': `${starterFiles['symphony.yaml']}targets: [plan, types, report]\n`,
};

/** What the edit changes. */
export const edited: Files = {
  'metrics/words.yaml': files['metrics/words.yaml']!.replace('Words in', 'All words in'),
};

export const build = (cwd: string, argv: readonly string[] = [], on: Host = host): Promise<CliResult> =>
  runCli(['build', '--format', 'json', ...argv], { cwd, host: on });

export const tree = (root: string, out = 'out'): Record<string, string> => digestTree(`${join(root, out)}/`);

/** The trees before and after the edit. */
export async function bothTrees(): Promise<{ old: Record<string, string>; fresh: Record<string, string> }> {
  const [before, after] = [tempWorkspace(files), tempWorkspace({ ...files, ...edited })];
  await build(before);
  await build(after);
  return { old: tree(before), fresh: tree(after) };
}

/** A workspace that was built and then edited. */
export async function editedWorkspace(): Promise<string> {
  const root = tempWorkspace(files);
  const { code, err } = await build(root);
  if (code !== 0) throw new Error(err);
  writeFiles(root, edited);
  return root;
}
