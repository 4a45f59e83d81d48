import { list } from '../../base/text.ts';
import type { Effect } from '../../model/change.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type CliContext, defineCommand, UsageError } from '../define.ts';
import { freshVerdict, recall } from '../fresh.ts';
import { compareAsked } from '../revisions.ts';
import { findRoot, readWorkspaceOptions, type WorkspaceOptions } from '../workspace-options.ts';

const formats = ['pretty', 'json', 'markdown'] as const;
const failing: readonly Effect[] = ['breaking', 'weakened'];

/** Information: the exit code is 0 whatever has changed, unless `--fail-on` says otherwise. */
export default defineCommand({
  name: 'diff',
  summary: 'list what has changed in meaning since a revision of git',
  configure: (command) =>
    void command
      .argument('<ref>', 'a branch, tag or commit; `REF...` is where HEAD parted from REF')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--format <format>', `how to print the changes: ${list(formats, 'or')}`, 'pretty')
      .list('--fail-on <effect>', `end with 1 when there is a change of this effect: ${list(failing, 'or')}`)
      .option('--no-cache', 'look at everything again'),
  run: async (context, given, [ref = '']) => {
    const format = oneOf(formats, String(given['format']), 'format');
    const failOn = (given['failOn'] as string[]).map((text) => oneOf(failing, text, 'effect'));
    const options: WorkspaceOptions = {
      ...readWorkspaceOptions(context, {
        workspace: findRoot(context, given['workspace'] as string | undefined),
        format: 'json',
        output: [],
        cache: given['cache'],
      }),
      against: ref,
    };
    const verdict = await compare(context, options);
    const { changes } = verdict.against!;
    context.out(await render(verdict.against!, format, context.color));
    return changes.some(({ effect }) => failOn.includes(effect)) ? 1 : 0;
  },
});

function oneOf<T extends string>(all: readonly T[], text: string, noun: string): T {
  const found = all.find((one) => one === text);
  if (found === undefined) throw new UsageError(`there is no ${noun} \`${text}\` here`, `it is ${list(all, 'or')}`);
  return found;
}

/** As a check finds it out, and remembered as one. */
async function compare(context: CliContext, options: WorkspaceOptions): Promise<Verdict> {
  const memory = recall(context, options, await compareAsked(context, options));
  const fresh = freshVerdict(context, options, memory);
  if (fresh) return fresh.verdict;
  const { runCheck, remember } = await import('../run-check.ts');
  const run = await runCheck(context, options, memory);
  if (!('verdict' in run.result))
    throw new UsageError('symphony.yaml cannot be used, so nothing can be compared', '`symphonyc check` says why');
  remember(options, run, run.result.verdict);
  return run.result.verdict;
}

async function render(
  against: NonNullable<Verdict['against']>,
  format: (typeof formats)[number],
  color: boolean,
): Promise<string> {
  if (format === 'json') return (await import('../../base/printable-json.ts')).printableJson(against);
  if (format === 'pretty') return (await import('../../diagnostics/render/changes.ts')).renderChanges(against, color);
  const { changesSection, plainPlace } = await import('../../targets/report/changes.ts');
  return changesSection(against, plainPlace);
}
