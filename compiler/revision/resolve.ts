/** From what the user wrote to a commit. The text is never an option, a path or part of a shell command. */
import { joinPath } from '../base/path.ts';
import type { Host } from '../host/host.ts';
import type { RevisionProblem } from './define.ts';

type GitHost = Pick<Host, 'git'>;

/** The repository around a folder. */
export interface Repository {
  /** The folder, from the top of the repository; empty or with a slash at the end. */
  readonly prefix: string;
  readonly isShallow: boolean;
  /** The commit that is checked out. */
  readonly head: string;
}

const isId = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

const firstLine = (text: string): string => text.split('\n')[0]!.replace(/^(?:fatal|error): /, '');

/** The output of git, or undefined when it failed. */
function answer(host: GitHost, root: string, ...args: string[]): string | undefined {
  const { status, stdout } = host.git(root, args);
  return status === 0 ? new TextDecoder().decode(stdout) : undefined;
}

/** `root`: absolute path of the workspace. */
export function openRepository(host: GitHost, root: string): Repository | RevisionProblem {
  const asked = ['rev-parse', '--is-inside-work-tree', '--is-shallow-repository', '--show-prefix'];
  const { status, stdout, stderr } = host.git(root, asked);
  if (status === null) return { problem: firstLine(stderr) };
  const [inside, shallow, ...prefix] = new TextDecoder().decode(stdout).split('\n');
  if (status !== 0 || inside !== 'true') {
    const unknown = status === 0 || stderr.includes('not a git repository');
    const problem = unknown ? 'the workspace lies in no git repository' : `git refuses: ${firstLine(stderr)}`;
    return {
      problem,
      ...(unknown && { help: 'comparing needs a revision of a git repository that the workspace is in' }),
    };
  }
  const head = answer(host, root, 'rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}')?.trim();
  if (head === undefined || !isId(head))
    return {
      problem: 'the repository has no commit yet',
      help: 'there is something to compare with after the first commit',
    };
  return { prefix: prefix.join('\n').replace(/\n$/, ''), isShallow: shallow === 'true', head };
}

/** What a revision never looks like, and git could take for something else. */
const isOdd = (ref: string): boolean => ref === '' || ref.startsWith('-') || ref.startsWith('^') || /\p{Cc}/u.test(ref);

/** The commit that `ref` names; with three dots at its end, the one at which HEAD parted from it. */
export function resolveCommit(
  host: GitHost,
  root: string,
  ref: string,
  { isShallow }: Pick<Repository, 'isShallow'>,
): string | RevisionProblem {
  const parted = ref.endsWith('...');
  const name = parted ? ref.slice(0, -3) : ref;
  const shallow = isShallow
    ? 'this is a shallow clone: `git fetch --unshallow` gets the commits that it lacks'
    : undefined;
  const missing: RevisionProblem = {
    problem: `git knows no revision \`${ref}\``,
    help:
      shallow ?? 'name a branch, a tag or a commit of this repository; a branch of elsewhere has to be fetched first',
  };
  if (isOdd(name)) return missing;
  const commit = answer(host, root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`)?.trim();
  if (commit === undefined || !isId(commit)) return missing;
  if (!parted) return commit;
  const base = answer(host, root, 'merge-base', commit, 'HEAD')?.trim();
  if (base !== undefined && isId(base)) return base;
  return { problem: `\`${name}\` and HEAD have no commit in common`, help: shallow };
}

/** The files that git writes when another commit is checked out, made or fetched: when one changes, `ref` may mean another. */
export function historyFiles(host: GitHost, root: string, ref: string): string[] {
  const name = ref.replace(/\.\.\.$/, '');
  const full = isOdd(name)
    ? undefined
    : answer(host, root, 'rev-parse', '--symbolic-full-name', '--end-of-options', name);
  const branch = full?.split('\n').find((line) => line.startsWith('refs/'));
  const files = ['HEAD', 'logs/HEAD', 'packed-refs', 'FETCH_HEAD', ...(branch === undefined ? [] : [branch])];
  const paths = answer(host, root, 'rev-parse', ...files.flatMap((file) => ['--git-path', file])) ?? '';
  return paths.split('\n').flatMap((path) => (path === '' ? [] : [path.startsWith('/') ? path : joinPath(root, path)]));
}
