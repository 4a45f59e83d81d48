/** Whether the journal of a run is as it was written, from its first line to the end of the run. */
import { printable } from '../../../runtime/core/text.ts';
import { joinPath } from '../../base/path.ts';
import { printableJson } from '../../base/printable-json.ts';
import type { CliContext, ExitCode } from '../define.ts';
import { findRoot } from '../workspace-options.ts';

type ReadJournal = ReturnType<typeof import('../../../runtime/index.ts').readJournal>;

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

/** Prints what was found; 1 when a line was changed, the end is missing, or it is not the journal that had the `known` head. */
export async function verifyJournal(
  context: CliContext,
  path: string,
  known: string | undefined,
  json: boolean,
): Promise<ExitCode> {
  const { readJournal } = await import('../../../runtime/index.ts');
  const read = readJournal(path);
  const { entries, head } = read;
  const [first] = entries;
  const started = first?.type === 'run-started' ? first : undefined;
  const ended = entries.findLast(({ type }) => type === 'run-ended' || type === 'run-resumed');
  const status = ended?.type === 'run-ended' ? ended.status : undefined;
  const problem = problemIn(read, started !== undefined, status !== undefined, known);
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

function problemIn(
  { entries, torn, broken }: ReadJournal,
  begins: boolean,
  ends: boolean,
  known: string | undefined,
): Verified['problem'] {
  if (broken) return { line: broken.line, message: broken.problem };
  const { length: last } = entries;
  if (torn)
    return { line: last + 1, message: 'it ends before its line does: a process was killed, or the end was cut off' };
  if (!begins) return { line: 1, message: 'it is not the start of a run' };
  if (!ends)
    return { line: last, message: 'the run does not end here: it is played, was killed, or its end was cut off' };
  if (known === undefined || entries.some(({ hash }) => hash === known)) return undefined;
  return {
    line: last,
    message: `no line up to this has the hash ${known}: the end was cut off, or all was written anew`,
  };
}

function linesOf({ run = '?', symphony = '?', status, lines, head, problem }: Verified): string {
  if (problem)
    return `${printable(`journal: line ${problem.line}: ${problem.message}`)}\n${lines} lines before it are sound\n`;
  return `journal: all ${lines} lines follow one another as they were written\n${printable(`run ${run} of ${symphony}: ${status}`)}\nhead ${head}: who keeps it can tell later, with --head, that nothing was cut off or written anew\n`;
}
