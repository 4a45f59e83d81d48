/** The commits after a revision: who made them, and who approved them. */
import type { Host } from '../host/host.ts';
import type { Commit, Person } from './define.ts';

const unit = '\x1f';
const trailers = (key: string): string => `%(trailers:key=${key},valueonly,unfold,separator=%x1f)`;
const format = ['%H', '%P', `%an <%ae>`, trailers('Co-authored-by'), trailers('Approved-by')].join('%n');

/**
 * The commits from `base` (without it) to HEAD that change any of `paths`, which are relative to `root`. Merges count
 * when they differ from one of their parents.
 */
export function commitsSince(host: Pick<Host, 'git'>, root: string, base: string, paths: readonly string[]): Commit[] {
  const { status, stdout } = host.git(root, [
    '--literal-pathspecs',
    // Settings of the user that would run a program, or make the list another one.
    ...['-c', 'log.showSignature=false', '-c', 'log.follow=false'],
    ...['log', '-z', '--full-history', '--no-color', `--format=${format}`, `${base}..HEAD`, '--'],
    ...paths,
  ]);
  if (status !== 0) return [];
  return new TextDecoder().decode(stdout).split('\0').filter(Boolean).map(readCommit);
}

function readCommit(text: string): Commit {
  const [id = '', parents = '', author = '', others = '', approvals = ''] = text.split('\n');
  return {
    id,
    parents: parents.split(' ').filter(Boolean),
    authors: [author, ...others.split(unit)].flatMap(person),
    approvals: approvals.split(unit).flatMap(person),
  };
}

/** `Name <mail>`, either of which may be missing. */
function person(text: string): Person[] {
  const open = text.lastIndexOf('<');
  const [name, mail] = open === -1 ? [text, ''] : [text.slice(0, open), text.slice(open + 1).replace(/>.*$/s, '')];
  const found = { name: name.trim(), mail: mail.trim().toLowerCase() };
  return found.name === '' && found.mail === '' ? [] : [found];
}
