/** Who has approved that a protected field changes: trailers of the commits that changed it. */
import { textAtIds } from '../base/id-path.ts';
import { list } from '../base/text.ts';
import type { FoundChange } from '../compare/index.ts';
import type { Change } from '../model/change.ts';
import { parse } from '../parse/index.ts';
import type { Commit, Person, Revision } from '../revision/define.ts';

/** A document at some commit: its value, or that nobody can tell. */
type Version = { readonly value: unknown } | 'unknown';

/** Of one document. */
interface History {
  readonly commits: readonly Commit[];
  readonly at: (commit: string) => Version;
}

/** Why a change is not approved; undefined when it is, or when nobody needs to. `now`: the document as it is. */
export async function unapproved(
  { change, approvers, files, ids }: FoundChange,
  revision: Revision,
  now: unknown,
  known: Map<string, Promise<History>>,
): Promise<Change['unapproved']> {
  if (approvers.length === 0) return undefined;
  const key = JSON.stringify([change.kind, ids, files]);
  const history = known.get(key) ?? historyOf(change.kind, ids, files, revision);
  known.set(key, history);
  const reason = await reasonFor(change, approvers, revision, now, await history);
  return reason === undefined ? undefined : { approvers: [...new Set(approvers.flat())], reason };
}

async function reasonFor(
  { path }: Change,
  approvers: FoundChange['approvers'],
  { head, ref, commit: base, isShallow }: Revision,
  now: unknown,
  { commits, at }: History,
): Promise<string | undefined> {
  const sameField = (a: Version, b: Version): boolean =>
    a !== 'unknown' && b !== 'unknown' && textAtIds(a.value, path) === textAtIds(b.value, path);
  if (!sameField(at(head), { value: now })) return 'it is not committed yet';
  const differing = ({ id, parents }: Commit): string[] => parents.filter((parent) => !sameField(at(id), at(parent)));
  const own = commits.filter((commit) => differing(commit).length === commit.parents.length);
  // A merge that takes what a side has changes it, too; unless that is what was there, or what is judged by itself.
  const judged = [base, ...own.map(({ id }) => id)];
  const takes = (commit: Commit): boolean =>
    differing(commit).length > 0 && !judged.some((id) => sameField(at(commit.id), at(id)));
  const guilty = commits.filter((commit) => own.includes(commit) || takes(commit));
  if (guilty.length === 0)
    return isShallow
      ? 'this is a shallow clone, which lacks the commit that changed it'
      : `no commit since \`${ref}\` changes it; \`${ref}\` may have gone on by itself`;
  for (const commit of guilty) {
    const lacking = lackingIn(commit, approvers);
    if (lacking) return `commit ${commit.id.slice(0, 10)}, which changes it, ${lacking}`;
  }
  return undefined;
}

function lackingIn({ approvals, authors }: Commit, approvers: FoundChange['approvers']): string | undefined {
  for (const entitled of approvers) {
    const given = approvals.filter((person) => entitled.some((one) => isMeant(one, person)));
    if (given.some((person) => !authors.some((author) => isSame(author, person)))) continue;
    if (given.length > 0) return 'is approved by its own author only';
    const others = approvals.map(({ name, mail }) => name || mail);
    return others.length === 0
      ? 'has no `Approved-by` trailer'
      : `is approved by ${list(others)}, who is not entitled to`;
  }
  return undefined;
}

/** An approver is written as a name, an address, or both. */
function isMeant(approver: string, { name, mail }: Person): boolean {
  const address = /<([^<>]*)>/.exec(approver)?.[1] ?? (approver.includes('@') ? approver : undefined);
  return address === undefined ? name === approver.trim() : mail !== '' && mail === address.trim().toLowerCase();
}

const isSame = (a: Person, b: Person): boolean =>
  (a.mail !== '' && a.mail === b.mail) || (a.name !== '' && a.name === b.name);

/** Reads the document at every commit that touches its files, at the parents of these, and at the revision. */
async function historyOf(
  kind: string,
  ids: readonly string[],
  files: readonly string[],
  revision: Revision,
): Promise<History> {
  const commits = revision.commits(files);
  const all = [...new Set([revision.head, revision.commit, ...commits.flatMap(({ id, parents }) => [id, ...parents])])];
  const wanted = all.flatMap((commit) => files.map((file) => [commit, file] as const));
  const contents = revision.contents(wanted);
  const parsed = new Map<Uint8Array, Version | undefined>();
  const versions = new Map<string, Version>();
  for (const [i, [commit, file]] of wanted.entries()) {
    const bytes = contents[i];
    if (!bytes) continue;
    if (!parsed.has(bytes)) parsed.set(bytes, await documentIn(file, bytes, kind, ids));
    const version = parsed.get(bytes);
    if (version) versions.set(commit, version);
  }
  return { commits, at: (commit) => versions.get(commit) ?? { value: undefined } };
}

async function documentIn(
  file: string,
  bytes: Uint8Array,
  kind: string,
  ids: readonly string[],
): Promise<Version | undefined> {
  const { documents, findings } = await parse(file, bytes);
  const found = documents.find(({ value }) => {
    const { kind: own, id } = (value ?? {}) as { readonly kind?: unknown; readonly id?: unknown };
    return own === kind && (kind === 'Workspace' || ids.some((one) => one === id));
  });
  if (found) return { value: found.value };
  return findings.length > 0 ? 'unknown' : undefined;
}
