/** What has changed since a revision, and which documents that touches. */
import { keyOf, originalsOf } from '../base/originals.ts';
import { compareText } from '../base/text.ts';
import type { CheckSession } from '../cache/session.ts';
import { askedIn, isCurrent } from '../cache/track.ts';
import type { FileUnit } from '../cache/units.ts';
import { compareWorkspaces, type FoundChange, type Side, usedBy } from '../compare/index.ts';
import { readSource } from '../load/index.ts';
import type { Change, Comparison } from '../model/change.ts';
import type { Document } from '../model/document.ts';
import type { Summary } from '../model/index.ts';
import type { Revision } from '../revision/define.ts';
import { unapproved } from './approvals.ts';
import type { ReadWorkspace } from './read.ts';
import type { Registries } from './registries.ts';

export { readRevision } from './revision.ts';

export async function compareWith(
  revision: Revision,
  was: ReadWorkspace,
  is: ReadWorkspace,
  { rules }: Registries,
  exists: (path: string) => boolean,
): Promise<Comparison> {
  const [before, after] = await loadSides(was, is);
  const defaults = new Map(rules.map(({ code, severity }) => [code, severity]));
  const compared = compareWorkspaces({ was: before, is: after, exists, defaults });
  const judged = await judgeApprovals(compared.found, revision, is, after);
  const { ref, commit } = revision;
  return {
    ref,
    commit,
    changes: compared.found.map((one) => judged.get(one)!),
    documents: compared.documents.map(({ found, ...document }) => ({
      ...document,
      changes: found.map((one) => judged.get(one)!),
    })),
    notCompared: withUnread(compared.notCompared, was),
  };
}

/** With the files of the revision that could not be read, or not to their end: there may have been anything in them. */
function withUnread(known: Comparison['notCompared'], { sources, front }: ReadWorkspace): Comparison['notCompared'] {
  const reasons = new Map<string, string>();
  for (const { path, reason } of sources.skipped)
    if (!reason.startsWith('excluded')) reasons.set(path, 'could not be read then');
  for (const [path, { documents, broken }] of front.units) {
    if (documents.length === 0) reasons.set(path, 'held no document then that can be read');
    else if (broken > 0) reasons.set(path, 'held what could not be compiled then');
  }
  for (const { file, reason } of known) reasons.set(file, reason);
  return [...reasons].map(([file, reason]) => ({ file, reason })).sort((a, b) => compareText(a.file, b.file));
}

/** Both workspaces with the documents in which they differ, and those that a change in another may concern. */
async function loadSides(was: ReadWorkspace, is: ReadWorkspace): Promise<[Side, Side]> {
  const [before, after] = [originalsOf(was.index.all), originalsOf(is.index.all)];
  const differs = (key: string): boolean => before.get(key) !== after.get(key);
  const wanted = new Set<Summary>([was.index.workspace, is.index.workspace]);
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    if (!differs(key)) continue;
    for (const one of [before.get(key), after.get(key)]) if (one && !one.broken) wanted.add(one);
  }
  // They name movements of others.
  for (const symphony of was.index.symphonies) if (symphony.after.length > 0) wanted.add(symphony);
  for (const symphony of is.index.symphonies) if (differs(`Domain ${symphony.domain.name}`)) wanted.add(symphony);
  const documents = new Map<Summary, Document>();
  for (const summary of wanted) {
    const shared = is.front.units.get(summary.at.file);
    const { front } = shared?.documents.some((one) => one.summary === summary) ? is : was;
    const position = front.units.get(summary.at.file)?.documents.findIndex((one) => one.summary === summary) ?? -1;
    const document = (await front.documents(summary.at.file))[position];
    if (document) documents.set(summary, document);
  }
  const side = ({ index, sources }: ReadWorkspace): Side => ({
    index,
    document: (summary) => documents.get(summary),
    files: new Set(sources.files.map(({ path }) => path)),
  });
  return [side(was), side(is)];
}

async function judgeApprovals(
  found: readonly FoundChange[],
  revision: Revision,
  { index }: ReadWorkspace,
  { document }: Side,
): Promise<ReadonlyMap<FoundChange, Change>> {
  const histories: Parameters<typeof unapproved>[3] = new Map();
  const judged = new Map<FoundChange, Change>();
  for (const one of found) {
    const { kind } = one.change;
    const summaries = one.ids.map((id) => (kind === 'Workspace' ? index.workspace : index.lookup.find(kind, id)));
    const now = summaries.find((summary) => summary !== undefined);
    const lacking = await unapproved(one, revision, now && document(now)?.value, histories);
    judged.set(one, lacking ? { ...one.change, unapproved: lacking } : one.change);
  }
  return judged;
}

/**
 * The files that something since a revision touches: those that are other ones, those whose answers from elsewhere are
 * other ones, and those that a changed document names or named. `units`: the workspace as it is, checked.
 */
export function touchedSince(
  session: CheckSession,
  revision: Revision,
  was: ReadWorkspace,
  is: ReadWorkspace,
  units: ReadonlyMap<string, FileUnit>,
): ReadonlySet<string> {
  const paths = new Set([...was.front.units.keys(), ...is.front.units.keys()]);
  const differs = (path: string): boolean => was.front.units.get(path)?.digest !== is.front.units.get(path)?.digest;
  // Everything depends on it.
  if (differs('symphony.yaml')) return paths;
  const touched = new Set([...paths].filter(differs));
  const named = new Set<string>();
  for (const { front } of [was, is])
    for (const path of touched)
      for (const { summary } of front.units.get(path)?.documents ?? [])
        for (const key of usedBy(summary)) named.add(key);
  const typesDiffer = settingsDiffer(session, revision, is);
  for (const [path, { documents }] of units) {
    const isTouched = documents.some(
      ({ summary, result }) =>
        named.has(keyOf(summary)) ||
        (result !== undefined &&
          ((typesDiffer && askedIn(result.dependencies).length > 0) ||
            !isCurrent(was.index.lookup, result.dependencies))),
    );
    if (isTouched) touched.add(path);
  }
  return touched;
}

/** Whether a file differs that TypeScript read besides the modules: what it says now it may not have said then. */
function settingsDiffer(session: CheckSession, { host, knownDigest }: Revision, { index }: ReadWorkspace): boolean {
  const modules = new Set(
    index.lookup.moduleAliases().flatMap((alias) => index.lookup.module(alias)!.files.map(({ path }) => path)),
  );
  return session.noted().some(({ path, digest }) => {
    if (modules.has(path) || !/\.(?:json|[cm]?[jt]sx?)$/.test(path)) return false;
    const read = readSource(host, session.root, path, {
      knownDigest: knownDigest(path),
      limit: Number.POSITIVE_INFINITY,
    });
    return !('file' in read) || read.file.digest !== digest;
  });
}
