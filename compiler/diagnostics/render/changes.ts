/** What changed since a revision, for a terminal: by document, heaviest first. */
import { styleText } from 'node:util';
import { printable } from '../../../runtime/core/text.ts';
import { changesByDocument, countEffects } from '../../base/change-groups.ts';
import { valuesOf } from '../../base/changes.ts';
import { plural } from '../../base/text.ts';
import type { Change } from '../../model/change.ts';
import type { Verdict } from '../../model/verdict.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const styles = { breaking: 'red', weakened: 'red', tightened: 'green', neutral: 'cyan' } as const;
const column = 'tightened'.length;
const indent = ' '.repeat(column + 4);

export function renderChanges(
  { ref, commit, changes, notCompared = [] }: NonNullable<Verdict['against']>,
  color: boolean,
): string {
  const paint: Paint = color ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
  const head = `since ${printable(ref)} (${commit.slice(0, 10)})`;
  const groups = changesByDocument(changes).map((group) => {
    const { kind, id } = group[0];
    return `${paint('bold', `${kind} ${id}`)}\n${group.map((change) => entry(change, ref, paint)).join('')}\n`;
  });
  const skipped = notCompared.map(({ file, reason }) => `not compared: ${printable(`${file} ${reason}`)}\n`);
  const sum =
    changes.length === 0
      ? 'nothing has changed in meaning'
      : `${plural(changes.length, 'change')}: ${countEffects(changes)}`;
  return `${groups.join('')}${skipped.join('')}${sum} ${paint('dim', head)}\n`;
}

function entry(change: Change, ref: string, paint: Paint): string {
  const { effect, what, note, path, at, before, unapproved } = change;
  const values = valuesOf(change);
  const line = `${what}${values === '' ? '' : `: ${values}`}`;
  const now = `${at.file}:${at.range.start.line}:${at.range.start.column}`;
  const then = before ? `, before at ${ref}:${before.file}:${before.line}` : '';
  const rows = [
    ...(note === undefined ? [] : [note]),
    ...(unapproved ? [`not approved by ${unapproved.approvers.join(' or ')}: ${unapproved.reason}`] : []),
    `${path.length === 0 ? '' : `${path.join('.')} at `}${now}${then}`,
  ];
  const rest = rows.map((row) => `${indent}${paint('dim', printable(row))}\n`).join('');
  return `  ${paint(styles[effect], effect.padEnd(column))}  ${printable(line)}\n${rest}`;
}
