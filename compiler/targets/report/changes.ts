/** What changed since a revision, as a list like that of a changelog. */
import { changesByDocument, countEffects } from '../../base/change-groups.ts';
import { valuesOf } from '../../base/changes.ts';
import { code, message, place, text } from '../../base/markdown.ts';
import { plural } from '../../base/text.ts';
import { type Change, effects } from '../../model/change.ts';
import type { Place } from '../../model/diagnostic.ts';
import type { Verdict } from '../../model/verdict.ts';

/** `locate`: how a place is written. */
export function changesSection(
  { ref, commit, changes, notCompared = [] }: NonNullable<Verdict['against']>,
  locate: (at: Place) => string = place,
): string {
  const sum =
    changes.length === 0
      ? 'Nothing has changed in meaning.'
      : `${plural(changes.length, 'change')}: ${countEffects(changes)}.`;
  const skipped = notCompared.map(({ file, reason }) => `- Not compared: ${code(file)} ${text(reason)}\n`);
  return [
    `## Changes since ${code(ref)}\n`,
    `${sum} Compared with the commit ${code(commit)}.\n`,
    ...(skipped.length > 0 ? [skipped.join('')] : []),
    ...changesByDocument(changes).map((group) => documentPart(group, locate)),
  ].join('\n');
}

function documentPart(group: readonly [Change, ...Change[]], locate: (at: Place) => string): string {
  const { kind, id } = group[0];
  const lists = effects.flatMap((effect) => {
    const own = group.filter((change) => change.effect === effect);
    return own.length === 0 ? [] : [`- ${effect}\n${own.map((change) => item(change, locate)).join('')}`];
  });
  return `### ${text(kind)} ${code(id)}\n\n${lists.join('')}`;
}

function item(change: Change, locate: (at: Place) => string): string {
  const { what, note, path, at, unapproved } = change;
  const values = valuesOf(change);
  const where = `${path.length === 0 ? '' : `${code(path.join('.'))}, `}${locate(at)}`;
  const line = `${message(values === '' ? what : `${what}: ${values}`)}${note === undefined ? '' : ` (${message(note)})`}`;
  const lacking = unapproved
    ? `    - not approved by ${text(unapproved.approvers.join(' or '))}: ${message(unapproved.reason)}\n`
    : '';
  return `  - ${line}; ${where}\n${lacking}`;
}

/** A place where there is nothing to link to. */
export const plainPlace = ({ file, range: { start } }: Place): string => code(`${file}:${start.line}:${start.column}`);
