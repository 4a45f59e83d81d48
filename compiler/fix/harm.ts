/** Whether fixes made anything worse: new findings, lower scores, files that can no longer be read. */
import { type Diagnostic, severities } from '../model/diagnostic.ts';
import type { Score, Verdict } from '../model/verdict.ts';
import { identityOf, placeOf, type State } from './state.ts';

/** What was to be repaired; nothing, when any new finding at all is too much. */
interface Aim {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether all of them are about reading documents: once they can be read, more is known of them. */
  readonly reading: boolean;
  /** Whether a new finding can be borne for now, because it will be repaired in its turn. */
  readonly bears?: (found: Diagnostic) => boolean;
}

/** Why `after` is worse than `before`, or not what was aimed at; undefined when it is better. */
export function harmOf(before: State, after: State, aim: Aim): string | undefined {
  return unread(before.verdict, after.verdict) ?? newFinding(before, after, aim) ?? lowerScore(before, after);
}

const rank = ({ severity }: Diagnostic): number => severities.indexOf(severity);

/** What could be compiled and no longer can. */
function unread(before: Verdict | undefined, after: Verdict | undefined): string | undefined {
  if (before && !after) return '`symphony.yaml` could not be used any more';
  const known = new Set(unreadFiles(before));
  const lost = unreadFiles(after).find((file) => !known.has(file));
  return before && lost !== undefined ? `\`${lost}\` could not be read any more` : undefined;
}

const unreadFiles = (verdict: Verdict | undefined): string[] =>
  [...(verdict?.files.skipped ?? []), ...(verdict?.files.incomplete ?? [])].map(({ file }) => file);

/** A finding that is as severe as one of those aimed at, and was not there; or one of these that is still there. */
function newFinding(before: State, after: State, aim: Aim): string | undefined {
  const { gone, come } = difference(before.diagnostics, after.diagnostics);
  const remaining = remainingOf(before, after, aim, gone);
  if (remaining) return `${remaining.code} would still be reported at ${placeOf(remaining)}`;
  const least = aim.diagnostics.reduce(
    (found, one) => Math.max(found, rank(one)),
    aim.diagnostics.length > 0 ? 0 : Infinity,
  );
  const grave = withoutRenamed(come, gone, aim.diagnostics).filter((one) => rank(one) <= least);
  const excused = aim.reading && reveals(before, after) ? grave.filter(({ file }) => !wasRead(before, file)) : [];
  const first = grave.find((one) => !excused.includes(one) && aim.bears?.(one) !== true);
  return first && `it would bring ${first.code} at ${placeOf(first)}: ${first.message}`;
}

interface Difference {
  readonly gone: Diagnostic[];
  readonly come: Diagnostic[];
}

function difference(before: readonly Diagnostic[], after: readonly Diagnostic[]): Difference {
  return { gone: beyond(before, after), come: beyond(after, before) };
}

/** Those of `all` that `others` do not have, each as often as it occurs more often. */
function beyond(all: readonly Diagnostic[], others: readonly Diagnostic[]): Diagnostic[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(identityOf(one), (left.get(identityOf(one)) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(identityOf(one)) ?? 0;
    left.set(identityOf(one), count - 1);
    return count <= 0;
  });
}

/** One that was aimed at and has not gone. A mistake in the syntax can stand for others that look the same. */
function remainingOf(before: State, after: State, { diagnostics, reading }: Aim, gone: readonly Diagnostic[]) {
  if (reading) {
    const still = new Set(after.diagnostics.map((one) => `${identityOf(one)} ${placeOf(one)}`));
    return diagnostics.find((one) => still.has(`${identityOf(one)} ${placeOf(one)}`));
  }
  const absent = new Set(beyond(diagnostics, before.diagnostics));
  const [still] = beyond(
    diagnostics.filter((one) => !absent.has(one)),
    gone,
  );
  return still;
}

/**
 * Findings that changed their subject or their words, because the fix gave a document another name, are not new: there
 * is one less of the same code in the same file, and it is none of those that were aimed at.
 */
function withoutRenamed(
  come: readonly Diagnostic[],
  gone: readonly Diagnostic[],
  aimed: readonly Diagnostic[],
): Diagnostic[] {
  const key = ({ code, severity, file }: Diagnostic): string => JSON.stringify([code, severity, file]);
  const left = new Map<string, number>();
  for (const one of beyond(gone, aimed)) left.set(key(one), (left.get(key(one)) ?? 0) + 1);
  return come.filter((one) => {
    const count = left.get(key(one)) ?? 0;
    left.set(key(one), count - 1);
    return count <= 0;
  });
}

/** Whether files can be read now that could not. */
function reveals({ verdict: before }: State, { verdict: after }: State): boolean {
  const now = new Set(unreadFiles(after));
  return before === undefined || unreadFiles(before).some((file) => !now.has(file));
}

/** Whether a file was read to its end: then what is new in it was not hidden by that. */
const wasRead = ({ verdict }: State, file: string): boolean =>
  verdict !== undefined &&
  !verdict.files.skipped.some((one) => one.file === file) &&
  verdict.files.incomplete === undefined;

function lowerScore({ verdict: before }: State, { verdict: after }: State): string | undefined {
  const now = new Map(scoresOf(after));
  for (const [name, score] of scoresOf(before)) {
    const other = now.get(name);
    if (score !== null && typeof other === 'number' && other < score)
      return `the score of ${name} would fall from ${score} to ${other}`;
  }
  return undefined;
}

function scoresOf(verdict: Verdict | undefined): [string, number | null][] {
  if (!verdict) return [];
  const { overall, dimensions, aspects } = verdict.scores;
  const named = (kind: string, scores: readonly Score[]): [string, number | null][] =>
    scores.map(({ name, raw }) => [`the ${kind} ${name}`, raw]);
  return [['the workspace', overall], ...named('dimension', dimensions), ...named('aspect', aspects)];
}
