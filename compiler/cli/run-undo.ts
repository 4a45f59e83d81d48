/** `fix --undo`: the files of the last run get their old bytes again, all of them or none. */
import { printable } from '../../runtime/core/text.ts';
import { printableJson } from '../base/printable-json.ts';
import { list } from '../base/text.ts';
import { type JournalPlace, runFolder } from '../fix/journal.ts';
import { lastRun, type Restored, undoRun } from '../fix/restore.ts';
import { type CliContext, type ExitCode, UsageError } from './define.ts';
import { journalPlace, recoverLast, restoredText, withLock } from './fix-place.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** Throws UsageError and HostError. */
export async function runUndo(context: CliContext, options: WorkspaceOptions): Promise<ExitCode> {
  const place = journalPlace(context.host, options);
  const { run, restored, edited } = await withLock(place, () => undo(place));
  const files = [...new Set(restored)].sort();
  if (options.format === 'json') context.out(printableJson({ version: 1, undone: { run, files, edited } }));
  else
    for (const line of [`undid run ${run} of fix`, ...restoredText({ run, restored: files, edited, replaced: [] })])
      context.out(`${printable(line)}\n`);
  return 0;
}

function undo(place: JournalPlace): Restored {
  const died = recoverLast(place);
  const journal = lastRun(place);
  // The phases before the one in which the run died belong to it, too.
  if (died && (journal === undefined || journal === 'foreign' || journal.run !== died.run)) return died.back;
  if (journal === undefined) throw new UsageError('there is no fix to undo');
  if (journal === 'foreign')
    throw new UsageError(
      'the last fix was made on another machine or by another user, or there is no secret to know it by, so it is not undone',
      'restore the files from version control',
    );
  const back = undoRun(place, journal);
  if (back.edited.length > 0)
    throw new UsageError(
      `${list(back.edited.map((path) => `\`${path}\``))} ${back.edited.length === 1 ? 'was' : 'were'} edited since, so nothing was undone`,
      `take these edits back first, or copy old bytes from ${runFolder(place, back.run)}/before`,
    );
  return died ? { ...back, restored: [...died.back.restored, ...back.restored] } : back;
}
