/** A phase as a commit of its own: the files of the phase and nothing else, with the user's hooks. */
import { encode } from '../base/encode.ts';
import { joinPath } from '../base/path.ts';
import { type GitResult, type Host, isHostError } from '../host/host.ts';
import { type Journal, type JournalPlace, runFolder } from './journal.ts';
import { phaseTitles } from './phases.ts';
import type { PhasePlan } from './plan.ts';

export interface Problem {
  readonly problem: string;
  readonly help?: string;
}

const decoder = new TextDecoder();

/** Without its line end; a name may end with a blank. */
const text = ({ stdout }: GitResult): string => decoder.decode(stdout).replace(/\n$/, '');

/** A name is a name, whatever characters it has. */
const git = ({ host, root }: Pick<JournalPlace, 'host' | 'root'>, args: readonly string[], input?: string): GitResult =>
  host.git(root, ['--literal-pathspecs', ...args], input === undefined ? undefined : encode(input));

/** What git says of why it failed, or that there is none. */
function reasonOf({ status, stdout, stderr }: GitResult): string {
  if (status === null) return stderr;
  const said = `${stderr}\n${decoder.decode(stdout)}`.trim().split('\n').slice(0, 20).join('\n  ');
  return said === '' ? `git ended with ${status}` : said;
}

/** The workspace's folder below the top of its repository, with a slash at the end; or why there is no committing. */
export function openRepository(place: JournalPlace): { readonly prefix: string } | Problem {
  const found = git(place, ['rev-parse', '--show-prefix']);
  if (found.status === 0) return { prefix: text(found) };
  if (found.status !== null && !found.stderr.includes('not a git repository'))
    return { problem: `git does not open the repository: ${reasonOf(found)}`, help: 'leave `--commit` out' };
  const problem = found.status === null ? found.stderr : 'the workspace lies in no git repository';
  return { problem, help: 'leave `--commit` out, or run `git init` and commit the workspace first' };
}

/** So many paths fit into the arguments of a process, whatever the system. */
const pathsAtOnce = 200;

/** Files that hold changes of the user, or that git does not keep: a commit of theirs would take those in. */
export function unclean(place: JournalPlace, prefix: string, paths: readonly string[]): string[] | Problem {
  const found: string[] = [];
  for (let i = 0; i < paths.length; i += pathsAtOnce) {
    const status = [
      'status',
      '--porcelain=v1',
      '-z',
      '--untracked-files=all',
      '--ignored=matching',
      '--no-renames',
      '--',
    ];
    const result = git(place, ['--no-optional-locks', ...status, ...paths.slice(i, i + pathsAtOnce)]);
    if (result.status !== 0) return { problem: `git does not tell what has changed: ${reasonOf(result)}` };
    for (const entry of decoder.decode(result.stdout).split('\0'))
      if (entry !== '') found.push(entry.slice(3 + prefix.length));
  }
  return found;
}

/** The commit that HEAD names; empty when there is none yet. */
export const headOf = (place: JournalPlace): string => {
  const found = git(place, ['rev-parse', '--quiet', '--verify', 'HEAD']);
  return found.status === 0 ? text(found) : '';
};

const score = (value: number | null | undefined): string => (typeof value === 'number' ? value.toFixed(4) : 'none');

/** Subject and trailers. Nothing in it comes from a document. */
function messageOf({ phase, fixed, before, after }: PhasePlan): string {
  const codes = [...new Set(fixed.map(({ code }) => code))].sort();
  const count = `${fixed.length} ${fixed.length === 1 ? 'finding' : 'findings'}`;
  const trailers = [
    `Symphonyc-Phase: ${phase}`,
    `Symphonyc-Codes: ${codes.join(', ')}`,
    `Symphonyc-Score-Before: ${score(before.verdict?.scores.overall)}`,
    `Symphonyc-Score-After: ${score(after.verdict?.scores.overall)}`,
  ];
  return `Repair ${count} in ${phaseTitles[phase]}\n\n${trailers.join('\n')}\n`;
}

/** Commits the files of a phase. When that fails the index is again as it was. */
export function commitPhase(
  place: JournalPlace,
  { run }: Journal,
  plan: PhasePlan,
): { readonly commit: string } | Problem {
  const index = indexPath(place);
  const before = index === undefined ? undefined : readQuietly(place.host, index);
  const failed = tryCommit(place, run, plan);
  if (!failed) return { commit: headOf(place) };
  if (index !== undefined && before) restoreIndex(place.host, index, before);
  return { problem: `the commit failed: ${failed}` };
}

function tryCommit(place: JournalPlace, run: number, plan: PhasePlan): string | undefined {
  const list = joinPath(runFolder(place, run), 'paths');
  const fresh = plan.changes.filter(({ file }) => !file.bytes).map(({ file }) => file.path);
  place.host.writeDurable(list, new TextEncoder().encode(plan.changes.map(({ file }) => `${file.path}\0`).join('')));
  try {
    // git commits only what it knows of.
    const added = fresh.length === 0 ? undefined : git(place, ['add', '--intent-to-add', '--', ...fresh]);
    if (added && added.status !== 0) return reasonOf(added);
    const from = [`--pathspec-from-file=${list}`, '--pathspec-file-nul'];
    const result = git(place, ['commit', '--quiet', '--only', '--file=-', ...from], messageOf(plan));
    return result.status === 0 ? undefined : reasonOf(result);
  } finally {
    place.host.remove(list);
  }
}

function indexPath(place: JournalPlace): string | undefined {
  const found = git(place, ['rev-parse', '--git-path', 'index']);
  if (found.status !== 0) return undefined;
  const path = text(found);
  return path.startsWith('/') || /^[A-Za-z]:/.test(path) ? path : joinPath(place.root, path);
}

function readQuietly(host: Host, path: string): Uint8Array | undefined {
  try {
    return host.readFile(path);
  } catch (error) {
    if (!isHostError(error)) throw error;
    return undefined;
  }
}

function restoreIndex(host: Host, index: string, before: Uint8Array): void {
  const now = readQuietly(host, index);
  if (now && Buffer.compare(now, before) === 0) return;
  host.writeDurable(`${index}.symphonyc-fix`, before, { like: index });
  host.rename(`${index}.symphonyc-fix`, index);
}

/** Makes the index forget files that it was told of for a commit that was never made. */
export function forgetNew(place: JournalPlace, paths: readonly string[]): void {
  if (paths.length > 0) git(place, ['rm', '--cached', '--quiet', '--ignore-unmatch', '--', ...paths]);
}

/** Whether the commit of a phase that a process died in was made after all: HEAD is it, and came after `head`. */
export function wasCommitted(place: JournalPlace, phase: string, head: string): boolean {
  const found = git(place, ['log', '-1', '--format=%P%n%B']);
  const [parents = '', ...body] = found.status === 0 ? text(found).split('\n') : [];
  return parents.split(' ').includes(head) && body.includes(`Symphonyc-Phase: ${phase}`);
}
