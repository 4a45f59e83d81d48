/** The bakery in a folder of its own, compiled through the real pipeline, ready to be played. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordingHost } from '../../compiler/cache/recording-host.ts';
import { openSession } from '../../compiler/cache/session.ts';
import { nodeHost } from '../../compiler/host/node.ts';
import type { Diagnostic } from '../../compiler/model/diagnostic.ts';
import { build, check } from '../../compiler/pipeline.ts';
import planTarget from '../../compiler/targets/plan/index.ts';
import typesTarget from '../../compiler/targets/types/index.ts';
import { loadPlan, type RunEvent, runPlan } from '../../runtime/index.ts';
import type { RunResult } from '../../runtime/model/result.ts';
import { registries } from './workspace.ts';

type RunOptions = Parameters<typeof runPlan>[1];

const bakeryFolder = fileURLToPath(new URL('../projects/bakery', import.meta.url));

export interface Workspace {
  readonly root: string;
  readonly plans: string;
  /** Everything that happened in the last run. */
  readonly events: RunEvent[];
  read(path: string): string;
  exists(path: string): boolean;
  write(path: string, text: string): void;
  /** Changes a text in a file, which must be there. */
  edit(path: string, from: string, to: string): void;
  /** Path → bytes as base64 of all files below a folder. */
  tree(path: string): Record<string, string>;
  compile(): Promise<readonly Diagnostic[]>;
  run(symphony: string, options?: Partial<RunOptions>): Promise<RunResult>;
  remove(): void;
}

/** A copy of the bakery, compiled. */
export async function bakery(): Promise<Workspace> {
  const workspace = emptyWorkspace();
  cpSync(bakeryFolder, workspace.root, { recursive: true });
  await workspace.compile();
  return workspace;
}

/** A workspace of these files, compiled. */
export async function workspaceOf(files: Readonly<Record<string, string>>): Promise<Workspace> {
  const workspace = emptyWorkspace();
  for (const [path, text] of Object.entries(files)) workspace.write(path, text);
  await workspace.compile();
  return workspace;
}

function emptyWorkspace(): Workspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'symphonyc-run-')));
  const plans = join(root, 'out/plans');
  const events: RunEvent[] = [];
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  return {
    root,
    plans,
    events,
    read,
    write,
    exists: (path) => existsSync(join(root, path)),
    edit: (path, from, to) => {
      const text = read(path);
      if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
      write(
        path,
        text.replace(from, () => to),
      );
    },
    tree: (path) => treeOf(join(root, path)),
    compile: () => compile(root),
    run: (symphony, options = {}) => {
      events.length = 0;
      const loaded = loadPlan(plans, symphony);
      if ('error' in loaded) throw new Error(loaded.error);
      const notify = (event: RunEvent): void => void events.push(event);
      return runPlan(loaded.plan, { root, plans, planDigest: loaded.digest, notify, ...options });
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Path → bytes as base64 of all files below a folder; nothing when there is no such folder. */
export function treeOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'base64')]));
}

/** Writes plans and types where a build puts them. */
async function compile(root: string): Promise<readonly Diagnostic[]> {
  const options = { root, out: 'out', asOf: '2026-01-01', tool: 'test', ruleset: 'test' };
  const checked = await check(openSession(recordingHost(nodeHost), options).session, registries);
  if (!('verdict' in checked)) throw new Error(`the workspace cannot be read: ${JSON.stringify(checked.findings)}`);
  const request = { targets: [planTarget, typesTarget], kept: () => undefined, sourceText: () => undefined };
  rmSync(join(root, 'out'), { recursive: true, force: true });
  for (const { path, bytes } of (await build(checked, registries, request)).outputs) {
    mkdirSync(dirname(join(root, 'out', path)), { recursive: true });
    writeFileSync(join(root, 'out', path), bytes!);
  }
  return checked.verdict.diagnostics;
}

/** Step id → status, of all movements. */
export const statuses = (result: Pick<RunResult, 'movements'>): Record<string, string> =>
  Object.fromEntries(result.movements.flatMap(({ steps }) => steps.map(({ id, status }) => [id, status])));
