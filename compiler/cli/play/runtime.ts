/** What the run-like commands share: the workspace, its plans, and the runtime, which is loaded when it is needed. */
import type { LoadedPlan, RunRecord } from '../../../runtime/index.ts';
import { joinPath } from '../../base/path.ts';
import { nearest } from '../../base/text.ts';
import { type CliContext, UsageError } from '../define.ts';
import { isUsageError } from '../usage-error.ts';
import { absolute, findRoot } from '../workspace-options.ts';

type Runtime = typeof import('../../../runtime/index.ts');

interface Where {
  readonly workspace?: string;
  readonly out?: string;
  readonly plans?: string;
}

/** The workspace and the folder of its plans. Throws UsageError. */
export function placesOf(context: CliContext, { workspace, out, plans }: Where): { root: string; plans: string } {
  const root = rootOf(context, workspace, plans !== undefined);
  return { root, plans: plansFolder(context, plansPath(context, root, { out, plans })) };
}

/** Where the plans of a workspace are, whether there are any or not. */
export const plansPath = (context: CliContext, root: string, { out, plans }: Omit<Where, 'workspace'>): string =>
  absolute(context, plans ?? joinPath(absolute(context, out ?? joinPath(root, 'out')), 'plans'));

/** Where plans are named, they are all that is needed: the workspace may be without its definitions. */
function rootOf(context: CliContext, workspace: string | undefined, plansGiven: boolean): string {
  try {
    return findRoot(context, workspace);
  } catch (error) {
    if (plansGiven) return absolute(context, workspace ?? context.cwd);
    throw error;
  }
}

/** By its real path: another build may replace the link to it while the plans of one are read. Throws UsageError. */
function plansFolder({ host }: CliContext, folder: string): string {
  if (host.stat(folder)?.type === 'directory') return host.realPath(folder);
  throw new UsageError(`there are no plans in \`${folder}\``, 'run `symphonyc build` first');
}

/** Throws UsageError. */
export function findPlan(
  { host }: CliContext,
  folder: string,
  symphony: string,
  { loadPlan }: Pick<Runtime, 'loadPlan'>,
): LoadedPlan {
  const loaded = loadPlan(folder, symphony);
  if (!('error' in loaded)) return loaded;
  const names = host.readDirectory(folder).map(({ name }) => name.replace(/\.plan\.json$/, ''));
  const near = nearest(symphony, names);
  const help =
    near && near !== symphony
      ? `did you mean \`${near}\`?`
      : 'run `symphonyc build` again; a symphony that cannot be played before its violations are repaired gets no plan';
  throw new UsageError(loaded.error, help);
}

/** The run that a text means: an id, a part of one, or `last`. Throws UsageError. */
export function findRun(root: string, text: string, { matchingRuns }: Pick<Runtime, 'matchingRuns'>): string {
  const [run, another] = matchingRuns(root, text);
  if (run === undefined) throw new UsageError(`there is no run \`${text}\``, 'see `symphonyc runs`');
  if (another !== undefined) throw new UsageError(`several runs are called \`${text}\``, 'give more of the id');
  return run;
}

/** What the journal of a run says. Throws UsageError. */
export function recordOf(root: string, run: string, { runRecord }: Pick<Runtime, 'runRecord'>): RunRecord {
  let record: RunRecord | undefined;
  try {
    record = runRecord(root, run);
  } catch (error) {
    return asUsageError(error);
  }
  if (record) return record;
  throw new UsageError(`the journal of \`${run}\` does not begin with its start`);
}

/** `json` or `pretty`. Throws UsageError. */
export function isJson(format: string | undefined): boolean {
  if (format === 'json' || format === 'pretty') return format === 'json';
  throw new UsageError(`there is no format \`${format}\``, 'the formats are `pretty` and `json`');
}

/** Mistakes of the caller that the runtime found, as the command line tells them. */
export const asUsageError = (error: unknown): never => {
  if (isUsageError(error)) throw error;
  if (error instanceof Error && (error.name === 'UsageError' || error.name === 'RunBusy'))
    throw new UsageError(error.message);
  throw error;
};

/** `name=value` texts. Throws UsageError. */
export const readPairs = (option: string, texts: readonly string[]): [string, string][] =>
  texts.map((text) => {
    const cut = text.indexOf('=');
    if (cut < 1) throw new UsageError(`--${option} takes NAME=VALUE, not \`${text}\``);
    return [text.slice(0, cut), text.slice(cut + 1)];
  });
