/**
 * Builds, then again after each change of what the last build looked at. Every build goes the way of `symphonyc build`,
 * so what it leaves is what a cold build would leave. Nothing but an interrupt ends it.
 */
import { watch as watchPaths } from 'chokidar';
import { printable } from '../../runtime/core/text.ts';
import { list, plural } from '../base/text.ts';
import { verdictJson } from '../base/verdict-json.ts';
import { isFresh } from '../cache/freshness.ts';
import { isPath, recordingHost, type Signature, signatureNow, signatureOf } from '../cache/recording-host.ts';
import type { Verdict } from '../model/verdict.ts';
import { type BuildChoices, buildOnce } from './build-once.ts';
import type { CliContext, ExitCode } from './define.ts';
import { describeFailure } from './failure.ts';
import { keepCompiler } from './kept-compiler.ts';
import { manifestFiles } from './seal-build.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** Editors write a file in several steps; so long after the last event the steps are done. */
const settleMs = 40;

/**
 * Events make it quick, and looking makes it sure: some changes come without an event (before a folder is watched, on some
 * file systems, beyond the system's limit of watches).
 */
const lookMs = 1000;

/** Resolves when interrupted. */
export async function watch(outside: CliContext, options: WorkspaceOptions, seals: boolean): Promise<ExitCode> {
  const compiler = keepCompiler(outside.host);
  const context: CliContext = { ...outside, host: compiler.host };
  const alarm = openAlarm();
  const events = openEvents(context, options, alarm.ring);
  const known = openMemory();
  let stopped = false;
  context.onInterrupt(() => {
    stopped = true;
    alarm.ring();
  });
  while (!stopped) {
    const scene = await attempt(context, options, { seals, known });
    events.add([...scene.seen.keys()].filter(isPath));
    if (!stopped) context.err('watching for changes\n');
    while (!stopped && !hasChanged(context, options, scene)) await alarm.wait(lookMs);
    if (!stopped) await context.host.sleep(settleMs);
    if (!stopped) context.err(`changed: ${changesOf(context, options, scene)}\n`);
  }
  compiler.end();
  await events.close();
  return 0;
}

/** Whether a verdict is the one that was shown last. */
function openMemory(): (verdict: Verdict) => boolean {
  let last = '';
  return (verdict) => {
    const text = verdictJson(verdict);
    const same = text === last;
    last = text;
    return same;
  };
}

/** A wait that can be cut short. */
function openAlarm() {
  let wake = (): void => {};
  return {
    ring: () => wake(),
    wait: (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}

function openEvents({ err }: CliContext, { root, out }: WorkspaceOptions, ring: () => void) {
  const inside = [out, `${root}/.symphony`];
  const watcher = watchPaths([], {
    ignoreInitial: true,
    depth: 0,
    ignored: (path) => inside.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  });
  let told = false;
  watcher.on('all', ring);
  watcher.on('error', (error) => {
    if (!told) err(`warning: not all changes are seen at once, only within a second: ${printable(String(error))}\n`);
    told = true;
  });
  return watcher;
}

/** What a build saw: the paths it looked at, in their state of that time, and the output folder it left. */
interface Scene {
  readonly seen: ReadonlyMap<string, Signature>;
  readonly out: Signature;
}

/** Whatever goes wrong is said, and the next change is waited for. */
async function attempt(context: CliContext, options: WorkspaceOptions, choices: BuildChoices): Promise<Scene> {
  const { host } = context;
  const recorder = recordingHost(host);
  const manifests = recordingHost(host);
  for (const name of manifestFiles) manifests.stat(`${options.root}/${name}`);
  for (const path of await filesOfHistory(context, options)) manifests.stat(path);
  try {
    await buildOnce(context, options, choices, recorder);
  } catch (error) {
    context.err(describeFailure(error).text);
  }
  return { seen: new Map([...manifests.seen(), ...recorder.seen()]), out: signatureOf(host.lstat(options.out)) };
}

/** What tells that the revision to compare with, or what is checked out, may be another one. */
async function filesOfHistory({ host }: CliContext, { root, against }: WorkspaceOptions): Promise<readonly string[]> {
  if (against === undefined) return [];
  const { historyFiles } = await import('../revision/index.ts');
  return historyFiles(host, root, against);
}

const hasChanged = ({ host }: CliContext, { out }: WorkspaceOptions, scene: Scene): boolean =>
  signatureOf(host.lstat(out)) !== scene.out || !isFresh((path) => signatureNow(host, path), scene.seen);

/** More changes than this are counted. */
const maxChanges = 3;

/** What has changed, for people: a folder only where no file in it did. */
function changesOf({ host }: CliContext, { root, out }: WorkspaceOptions, scene: Scene): string {
  const seen = [...scene.seen].filter(([path]) => isPath(path));
  const now = new Map(seen.map(([path]) => [path, signatureOf(host.stat(path))]));
  const changed = seen.filter(([path, signature]) => now.get(path) !== signature).map(([path]) => path);
  const folders = changed.filter((path) => now.get(path)!.startsWith('d'));
  const files = changed.filter((path) => !folders.includes(path));
  const around = folders.filter((folder) => !files.some((path) => path.startsWith(`${folder}/`)));
  const within = (path: string): string => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
  const shown = (path: string): string => (path === root ? '.' : printable(within(path)));
  const names = [...files.map(shown), ...around.map((path) => `${shown(path)}/`)].sort();
  if (signatureOf(host.lstat(out)) !== scene.out) names.push(shown(out));
  const more = names.length - maxChanges;
  const told = more > 0 ? [...names.slice(0, maxChanges), plural(more, 'other')] : names;
  return list(told.length > 0 ? told : ['something for a moment']);
}
