/** Whether the journal of a run is as it was written, from its first line to the end of the run. */
import { printable } from '../../../runtime/core/text.ts';
import { joinPath } from '../../base/path.ts';
import { printableJson } from '../../base/printable-json.ts';
import type { CliContext, ExitCode } from '../define.ts';
import { findRoot } from '../workspace-options.ts';

interface Verified {
  readonly version: 1;
  readonly ok: boolean;
  readonly run?: string;
  readonly symphony?: string;
  readonly status?: string;
  /** How many lines are sound. */
  readonly lines: number;
  /** The hash of the last sound line: whoever keeps it can tell later whether lines were cut off. */
  readonly head: string;
  readonly problem?: { readonly line: number; readonly message: string };
}

/** The journal that a path means: the file, or the folder of a run; or a run by its id. Undefined for something else. */
export async function journalAt(context: CliContext, path: string, given: string): Promise<string | undefined> {
  const { host } = context;
  if (host.stat(path) === undefined) return journalOfRun(context, given);
  const inside = joinPath(path, 'journal.jsonl');
  if (host.stat(inside)?.type === 'file') return inside;
  return path.endsWith('.jsonl') && host.stat(path)?.type === 'file' ? path : undefined;
}

async function journalOfRun(context: CliContext, given: string): Promise<string | undefined> {
  const { journalPath, matchingRuns } = await import('../../../runtime/index.ts');
  try {
    const root = findRoot(context, undefined);
    const [run, another] = matchingRuns(root, given);
    return run === undefined || another !== undefined ? undefined : journalPath(root, run);
  } catch {
    return undefined;
  }
}

/** Prints what was found; 1 when a line was changed or the end is missing. */
export async function verifyJournal(context: CliContext, path: string, json: boolean): Promise<ExitCode> {
  const { readJournal } = await import('../../../runtime/index.ts');
  const { entries, head, torn, broken } = readJournal(path);
  const [first] = entries;
  const started = first?.type === 'run-started' ? first : undefined;
  const ended = entries.findLast(({ type }) => type === 'run-ended' || type === 'run-resumed');
  const status = ended?.type === 'run-ended' ? ended.status : undefined;
  const problem = broken
    ? { line: broken.line, message: broken.problem }
    : torn
      ? {
          line: entries.length + 1,
          message: 'it ends before its line does: a process was killed, or the end was cut off',
        }
      : !started
        ? { line: 1, message: 'it is not the start of a run' }
        : status === undefined
          ? {
              line: entries.length,
              message: 'the run does not end here: it is played, was killed, or its end was cut off',
            }
          : undefined;
  const result: Verified = {
    version: 1,
    ok: problem === undefined,
    run: started?.run,
    symphony: started?.symphony,
    status,
    lines: entries.length,
    head: head.hash,
    problem,
  };
  context.out(json ? printableJson(result) : linesOf(result));
  return result.ok ? 0 : 1;
}

function linesOf({ run = '?', symphony = '?', status, lines, head, problem }: Verified): string {
  if (problem)
    return `${printable(`journal: line ${problem.line}: ${problem.message}`)}\n${lines} lines before it are sound\n`;
  return `journal: all ${lines} lines follow one another as they were written\n${printable(`run ${run} of ${symphony}: ${status}`)}\nhead ${head}: who has kept it can tell that nothing was cut off or written anew\n`;
}
