/** Compiles a workspace in memory through the real pipeline, up to what targets are given. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordingHost } from '../../compiler/cache/recording-host.ts';
import { openSession } from '../../compiler/cache/session.ts';
import type { Plan } from '../../compiler/generated/types/plan.ts';
import { memoryHost } from '../../compiler/host/memory.ts';
import type { Artifact } from '../../compiler/model/artifact.ts';
import { build, check } from '../../compiler/pipeline.ts';
import type { SymphonyInput, Target, WorkspaceInput } from '../../compiler/targets/define.ts';
import { startCompiler } from './compiler.ts';
import { registries, root, withWorkspace } from './workspace.ts';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Compiled {
  readonly plans: readonly { readonly plan: Plan; readonly digest: string }[];
  readonly symphonies: readonly SymphonyInput[];
  readonly workspace: WorkspaceInput;
  readonly index: WorkspaceInput['index'];
  readonly verdict: WorkspaceInput['verdict'];
}

/** What every target would be given for a workspace of `files` (path → content). */
export async function compileFiles(files: Files): Promise<Compiled> {
  const all = withWorkspace(files);
  const entries = Object.entries(all).map(([path, text]) => [`${root}/${path}`, text]);
  const host = memoryHost(Object.fromEntries(entries), { startCompiler });
  const options = { root, out: 'out', asOf: '2026-01-01', tool: 'test', ruleset: 'test' };
  const checked = await check(openSession(recordingHost(host), options).session, registries);
  if (!('verdict' in checked)) throw new Error(`the workspace cannot be read: ${JSON.stringify(checked.findings)}`);
  const symphonies: SymphonyInput[] = [];
  const workspaces: WorkspaceInput[] = [];
  const capture: Target = {
    id: 'capture',
    version: '1',
    symphony: (input) => {
      symphonies.push(input);
      return [];
    },
    workspace: (input) => {
      workspaces.push(input);
      return [];
    },
  };
  await build(checked, registries, {
    targets: [capture],
    kept: () => undefined,
    sourceText: (file) => textOf(all[file]),
  });
  return {
    plans: symphonies.map(({ plan, planDigest }) => ({ plan, digest: planDigest })),
    symphonies,
    workspace: workspaces[0]!,
    index: checked.index,
    verdict: checked.verdict,
  };
}

/** What a target makes of a compiled workspace, by path. */
export function emitTarget(target: Target, compiled: Compiled): ReadonlyMap<string, string> {
  const artifacts: Artifact[] = [
    ...compiled.symphonies.flatMap((input) => target.symphony?.(input) ?? []),
    ...(target.workspace?.(compiled.workspace) ?? []),
  ];
  return new Map(artifacts.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
}

/** The symphonies that come with the compiler: `symphony.yaml` and everything in `symphonies/`. */
export const shippedFiles = (): Files => ({
  ...Object.fromEntries(
    ['symphony.yaml', 'package.json', 'package-lock.json'].map((name) => [name, readFileSync(join(repository, name))]),
  ),
  ...readFolder('symphonies', 'symphonies/'),
});

/** One of the whole workspaces in `test/projects/`. */
export const projectFiles = (name: string): Files => readFolder(`test/projects/${name}`, '');

function readFolder(folder: string, prefix: string): Files {
  const path = join(repository, folder);
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(path.length + 1)
      .replaceAll('\\', '/'),
  );
  return Object.fromEntries(names.sort().map((name) => [`${prefix}${name}`, readFileSync(join(path, name))]));
}

const textOf = (content: string | Uint8Array | undefined): string | undefined =>
  content instanceof Uint8Array ? new TextDecoder().decode(content) : content;
