import type { LoadedPlan, RunEvent } from '../../../runtime/index.ts';
import { joinPath } from '../../base/path.ts';
import { printableJson } from '../../base/printable-json.ts';
import { nearest } from '../../base/text.ts';
import { type CliContext, defineCommand, type ExitCode, UsageError } from '../define.ts';
import { absolute, findRoot } from '../workspace-options.ts';

/** Plays a plan. Of the workspace it knows the plans and the handler modules only; no definition is read. */
export default defineCommand({
  name: 'run',
  summary: 'play a compiled symphony',
  configure: (command) => {
    command
      .argument('<symphony>', 'the id of the symphony')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--movement <id>', 'play this movement only')
      .option('--dynamics <level>', 'the level to play at: p, mf, f or ff')
      .list('--input <name=value>', 'give an input')
      .list('--event <name>', 'say that an event, for which a beat waits, has happened before')
      .option('--allow-nonconforming', 'play even what a build gave that does not conform')
      .option('--correlation-id <id>', 'tie this run to others')
      .option('--out <folder>', 'the output folder of the build, `out` in the workspace by default')
      .option('--plans <folder>', 'the folder of the plans, `plans` in the output folder by default')
      .option('--format <format>', 'what to print on stdout: pretty (nothing) or json (the result)', 'pretty');
  },
  run: async (context, options, [symphony = '']) => {
    const given = (name: string): string | undefined => options[name] as string | undefined;
    const json = isJson(given('format'));
    const root = rootOf(context, given('workspace'), given('plans') !== undefined);
    const out = absolute(context, given('out') ?? joinPath(root, 'out'));
    const plans = plansFolder(context, absolute(context, given('plans') ?? joinPath(out, 'plans')));
    const runtime = await import('../../../runtime/index.ts');
    const { plan, digest } = findPlan(context, plans, symphony, runtime);
    const open = runtime.resources();
    const cancel = new AbortController();
    context.onInterrupt(() => cancel.abort());
    const result = await runtime
      .runPlan(plan, {
        root,
        plans,
        planDigest: digest,
        movement: given('movement'),
        dynamics: given('dynamics'),
        inputs: readInputs(options['input'] as readonly string[]),
        happened: options['event'] as readonly string[],
        allowNonconforming: options['allowNonconforming'] === true,
        correlationId: given('correlationId'),
        signal: cancel.signal,
        notify: narrator(context, runtime),
        watchdog: true,
      })
      .catch(asUsageError);
    context.err(`${runtime.summaryOf(result).join('\n')}\n`);
    if (json) context.out(printableJson(result));
    const code = runtime.exitCodeOf(result) as ExitCode;
    if (result.abandoned || (await runtime.leftOpen(open)).length > 0) runtime.endProcess(code);
    return code;
  },
});

function isJson(format: string | undefined): boolean {
  if (format === 'json' || format === 'pretty') return format === 'json';
  throw new UsageError(`there is no format \`${format}\``, 'the formats are `pretty` and `json`');
}

/** Where plans are named, they are all that is needed: the workspace may be without its definitions. */
function rootOf(context: CliContext, workspace: string | undefined, plansGiven: boolean): string {
  try {
    return findRoot(context, workspace);
  } catch (error) {
    if (plansGiven) return absolute(context, workspace ?? context.cwd);
    throw error;
  }
}

type Runtime = typeof import('../../../runtime/index.ts');

/** By its real path: another build may replace the link to it while the plans of one are read. Throws UsageError. */
function plansFolder({ host }: CliContext, folder: string): string {
  if (host.stat(folder)?.type === 'directory') return host.realPath(folder);
  throw new UsageError(`there are no plans in \`${folder}\``, 'run `symphonyc build` first');
}

function findPlan({ host }: CliContext, folder: string, symphony: string, { loadPlan }: Runtime): LoadedPlan {
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

function readInputs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const cut = text.indexOf('=');
      if (cut < 1) throw new UsageError(`--input takes NAME=VALUE, not \`${text}\``);
      return [text.slice(0, cut), text.slice(cut + 1)];
    }),
  );
}

function narrator(context: CliContext, { lineOf }: Runtime): (event: RunEvent) => void {
  const decoder = new TextDecoder();
  // What a command prints may end within a line.
  let open = false;
  return (event) => {
    const line = lineOf(event);
    if (event.type === 'output') {
      const text = decoder.decode(event.chunk, { stream: true });
      if (text !== '') open = !text.endsWith('\n');
      context.err(text);
    } else if (line !== undefined) {
      context.err(`${open ? '\n' : ''}${line}\n`);
      open = false;
    }
  };
}

const asUsageError = (error: unknown): never => {
  if (error instanceof Error && error.name === 'UsageError') throw new UsageError(error.message);
  throw error;
};
