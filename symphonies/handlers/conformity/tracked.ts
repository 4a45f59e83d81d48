/** What git has of the changes of a phase. */
import { type Exec, type Log, outputFrom } from '../common/context.ts';

/** Takes paths literally, whatever characters they have. */
const git = (...args: readonly string[]): readonly string[] => ['git', '--literal-pathspecs', ...args];

const inRepository = async (exec: Exec): Promise<boolean> =>
  (await exec(git('rev-parse', '--show-prefix'), { allowFailure: true })).exit === 0;

/** Those of `paths` that one of the commits changed and that are still as HEAD has them. */
export async function trackedIn(
  exec: Exec,
  paths: readonly string[],
  commits: readonly string[],
): Promise<ReadonlySet<string>> {
  const committed = new Set<string>();
  for (const commit of commits) {
    const argv = git('show', '--format=', '--name-only', '--relative', '-z', commit);
    for (const path of (await outputFrom(exec, argv)).split('\0')) committed.add(path.replace(/^\n/, ''));
  }
  if (committed.size === 0) return committed;
  const dirty = new Set(await unlikeHead(exec, paths));
  return new Set([...committed].filter((path) => !dirty.has(path)));
}

async function unlikeHead(exec: Exec, paths: readonly string[]): Promise<string[]> {
  const argv = git('diff', '--name-only', '--relative', '--no-renames', '-z', 'HEAD', '--', ...paths);
  return (await outputFrom(exec, argv)).split('\0').filter((path) => path !== '');
}

/**
 * Commits that files are again as they were before a phase. Hooks have seen these bytes when they were committed first,
 * and must not keep them from coming back. Outside a repository there is nothing to do.
 */
export async function commitPutBack(
  exec: Exec,
  log: Log,
  { phase, name, head }: { phase: number; name: string; head: string },
  paths: readonly string[],
): Promise<void> {
  if (head === '' || paths.length === 0 || !(await inRepository(exec))) return;
  const changed = await unlikeHead(exec, paths);
  if (changed.length === 0) return;
  const message = `Take back the repairs of phase ${phase}\n\nSymphonyc-Phase: ${name}\nSymphonyc-Back-To: ${head}\n`;
  const argv = git('commit', '--quiet', '--no-verify', '--only', '-m', message, '--', ...changed);
  const { exit, stderr } = await exec(argv, { allowFailure: true });
  if (exit !== 0) log.warn(`the files are as they were, but git did not commit that: ${stderr.trim()}`);
}
