/** Changes in words. */
import type { WorkspaceAnalysis } from '../model/analysis.ts';
import type { Unknown } from '../model/bound.ts';
import type { Change, ComparedDocument } from '../model/change.ts';
import type { Place } from '../model/diagnostic.ts';

/** What a message about a change says; its type has no fields that could be missing. */
export interface ChangeWords extends Readonly<Record<string, unknown>> {
  /** The revision. */
  readonly ref: string;
  /** What happened, with the values: ``the timeout was raised: `2m` → `10m` ``. */
  readonly change: string;
  readonly note: string;
}

/** `was` → `is`, as far as there are such. */
export function valuesOf({ was, is }: Change): string {
  const [before, after] = [was, is].map((value) => (value ? `\`${value}\`` : ''));
  return before && after ? `${before} → ${after}` : `${before}${after}`;
}

export const wordsOf = (ref: string, change: Change): ChangeWords => {
  const values = valuesOf(change);
  return { ref, change: `${change.what}${values === '' ? '' : `: ${values}`}`, note: change.note ?? '' };
};

/** Where it stood in the revision, in the notation of git: `main:policies/release.yaml`, line 7. */
export const beforeText = (ref: string, { before }: Change): string | undefined =>
  before && `it stood in \`${ref}:${before.file}\`, line ${before.line}`;

interface ComparedSubject {
  readonly place: Place;
  readonly subject: string;
  readonly compared: ComparedDocument;
  readonly ref: string;
}

/** One subject for each document of the revision: what is gone from the workspace is looked at too. None without a revision. */
export const comparedSubjects = (
  { comparison }: WorkspaceAnalysis,
  isAbout: (document: ComparedDocument) => boolean = () => true,
): ComparedSubject[] =>
  (comparison?.documents ?? [])
    .filter(isAbout)
    .map((compared) => ({ place: compared.place, subject: compared.id, compared, ref: comparison!.ref }));

/** What a rule can say of a change. */
interface Telling {
  report(found: { readonly params: ChangeWords; readonly place: Place; readonly help: string | undefined }): void;
  unknown(why: Unknown): void;
}

/** Reports the changes of one effect, but for those that another rule tells of. */
export function tellChanges(
  effect: Change['effect'],
  { compared, ref }: ComparedSubject,
  { report, unknown }: Telling,
): void {
  if (compared.unread) {
    unknown('unread');
    return;
  }
  for (const change of compared.changes) {
    if (change.effect !== effect) continue;
    if (change.reported) unknown('reported');
    else report({ params: wordsOf(ref, change), place: change.at, help: beforeText(ref, change) });
  }
}
