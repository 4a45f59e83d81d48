/** `--against` and `--since`: the revisions of a run. On the start-up path: imports next to nothing. */
import type { CheckSession } from '../cache/session.ts';
import { type CliContext, UsageError } from './define.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

export interface Compared {
  /** Names the revisions, and what is checked out: together with the files they decide the answer. */
  readonly key: string;
  /** True where the history may become longer without another commit being checked out. */
  readonly isPassing: boolean;
  /** `known`: what `blobs` gave an earlier run. Throws UsageError. */
  readonly open: (known: string | undefined) => Pick<CheckSession, 'against' | 'since'>;
  /** What is known of contents that never change, for the next run; undefined when nothing is new. */
  readonly blobs: () => string | undefined;
}

/** Undefined when the command line names no revision. Throws UsageError. */
export async function compareAsked(context: CliContext, options: WorkspaceOptions): Promise<Compared | undefined> {
  const { against, since } = options;
  if (against === undefined && since === undefined) return undefined;
  const { locate, openRevision } = await import('../revision/index.ts');
  const orThrow = <T extends object>(found: T | { readonly problem: string; readonly help?: string }): T => {
    if ('problem' in found) throw new UsageError(found.problem, found.help);
    return found as T;
  };
  const { host } = context;
  const { root } = options;
  const find = (ref: string | undefined) => (ref === undefined ? undefined : orThrow(locate(host, root, ref)));
  const [base, start] = [find(against), find(since)];
  const located = [base, start].flatMap((one) => one ?? []);
  let before = '';
  let digests: (() => ReadonlyMap<string, string>) | undefined;
  const open = (known: string | undefined): Pick<CheckSession, 'against' | 'since'> => {
    before = known ?? '';
    const entries = before.split('\n').flatMap((line): [string, string][] => {
      const [id, digest] = line.split(' ');
      return id && digest ? [[id, digest]] : [];
    });
    const opened = located.map((one) => orThrow(openRevision(host, root, one, new Map(entries))));
    digests = () => new Map(opened.flatMap((one) => [...one.digests()]));
    const revisions = opened.map(({ revision }) => revision);
    return { ...(base && { against: revisions[0] }), ...(start && { since: revisions.at(-1) }) };
  };
  const blobs = (): string | undefined => {
    const now = [...(digests?.() ?? [])].map(([id, digest]) => `${id} ${digest}`);
    // What no run needs any more goes when there is too much of it.
    const text = (now.length > maxBlobs ? [] : now).join('\n');
    return text === before ? undefined : text;
  };
  const name = (one: typeof base) => one && [one.ref, one.commit];
  return {
    key: JSON.stringify([name(base) ?? null, name(start) ?? null, located[0]!.repository.head]),
    isPassing: located.some(({ repository }) => repository.isShallow),
    open,
    blobs,
  };
}

/** As many contents are remembered at most. */
const maxBlobs = 200_000;
