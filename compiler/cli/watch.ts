/**
 * Builds, then again after each change of what the last build looked at. Every build goes the way of `symphonyc build`,
 * so what it leaves is what a cold build would leave. Nothing but an interrupt ends it.
 */
import { watch as watchPaths } from 'chokidar';
import { readState, type StatIndex } from '../cache/state.ts';
import { buildOnce } from './build-once.ts';
import { type CliContext, type ExitCode, UsageError } from './define.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** Editors write a file in several steps; so long after the last event the steps are done. */
const settleMs = 40;

/** Resolves when interrupted. */
export async function watch(context: CliContext, options: WorkspaceOptions, seals: boolean): Promise<ExitCode> {
  const workspace = `${options.root}/symphony.yaml`;
  const inside = [options.out, `${options.root}/.symphony`];
  const watcher = watchPaths([workspace], {
    ignoreInitial: true,
    depth: 0,
    ignored: (path) => inside.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  });
  let changed = true;
  let wake = (): void => {};
  const signal = (): void => {
    changed = true;
    wake();
  };
  watcher.on('all', signal);
  // A folder that cannot be watched is no reason to stop watching the others.
  watcher.on('error', (error) => context.err(`warning: ${String(error)}\n`));
  let stopped = false;
  context.onInterrupt(() => {
    stopped = true;
    wake();
  });
  while (!stopped) {
    if (changed) {
      await context.host.sleep(settleMs);
      changed = false;
      await attempt(context, options, seals);
      watcher.add(seenPaths(context, options));
      context.err('watching for changes\n');
    }
    if (!changed && !stopped)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  await watcher.close();
  return 0;
}

/** Whatever goes wrong is said, and the next change is waited for. */
async function attempt(context: CliContext, options: WorkspaceOptions, seals: boolean): Promise<void> {
  try {
    await buildOnce(context, options, { seals });
  } catch (error) {
    const what =
      error instanceof UsageError || !(error instanceof Error) ? String(error) : (error.stack ?? error.message);
    context.err(`error: ${what}\n`);
  }
}

/** All that the last build looked at, folders included: a new file in one of them is a change too. */
function seenPaths({ host }: CliContext, { root }: WorkspaceOptions): string[] {
  return Object.keys(readState<StatIndex>(host, root, 'stats')?.seen ?? {});
}
