import { printableJson } from '../../base/printable-json.ts';
import { toolVersion } from '../../generated/digests.ts';
import { type CliContext, defineCommand, type ExitCode, UsageError } from '../define.ts';
import { type Chain, playChain } from '../play/followers.ts';
import { type Play, playOnce } from '../play/play-once.ts';
import { showPreview } from '../play/preview.ts';
import { findPlan, findRun, isJson, placesOf, readPairs } from '../play/runtime.ts';

type Runtime = typeof import('../../../runtime/index.ts');

/** Plays a plan. Of the workspace it knows the plans and the handler modules only; no definition is read. */
export default defineCommand({
  name: 'run',
  summary: 'play a compiled symphony, or go on with a run of it',
  configure: (command) => {
    command
      .argument('[symphony]', 'the id of the symphony; needed unless a run is resumed')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--movement <id>', 'play this movement only')
      .option('--beat <id>', 'play this beat only')
      .option('--until <movement>', 'pause after this movement')
      .option('--dynamics <level>', 'the level to play at: p, mf, f or ff')
      .option('--env <name>', 'the environment, that of the key by default; its cap of autonomy holds too')
      .option(
        '--loa <level>',
        'the level of autonomy at most: 0 shows, 1 asks before each effect, 2 before those beyond this machine, 3 never',
      )
      .option('--dry-run', 'show what would be done, as `--loa 0` does')
      .list('--input <name=value>', 'give an input')
      .list('--event <name>', 'say that an event, for which a beat waits, has happened before')
      .option('--resume <run>', 'go on with a run: its id, a part of it, or `last`')
      .option('--concurrency <n>', 'how many beats may act at once, as many as there are processors by default')
      .option('--alone', 'do not play the symphonies that follow this one')
      .option('--by <name>', 'in whose name questions are answered at the terminal, the account by default')
      .option('--allow-nonconforming', 'play even what a build gave that does not conform')
      .option('--correlation-id <id>', 'tie this run to others')
      .option('--out <folder>', 'the output folder of the build, `out` in the workspace by default')
      .option('--plans <folder>', 'the folder of the plans, `plans` in the output folder by default')
      .option('--format <format>', 'what to print on stdout: pretty (nothing) or json (the result)', 'pretty');
  },
  run: async (context, options, [symphony]) => {
    const given = (name: string): string | undefined => options[name] as string | undefined;
    const json = isJson(given('format'));
    const { root, plans } = placesOf(context, {
      workspace: given('workspace'),
      out: given('out'),
      plans: given('plans'),
    });
    const runtime = await import('../../../runtime/index.ts');
    const resume = given('resume') === undefined ? undefined : findRun(root, given('resume')!, runtime);
    const loaded = findPlan(context, plans, symphony ?? symphonyOf(root, resume, runtime), runtime);
    const play: Play = {
      root,
      plans,
      loaded,
      options: {
        movement: given('movement'),
        beat: given('beat'),
        until: given('until'),
        dynamics: given('dynamics'),
        environment: given('env'),
        level: levelOf(given('loa')),
        concurrency: countOf(given('concurrency')),
        inputs: Object.fromEntries(readPairs('input', options['input'] as readonly string[])),
        happened: options['event'] as readonly string[],
        allowNonconforming: options['allowNonconforming'] === true,
        correlationId: given('correlationId'),
        resume,
        tool: toolVersion,
      },
      by: given('by'),
    };
    if (options['dryRun'] === true || play.options.level === 0) return showPreview(context, play, runtime, json);
    const open = runtime.resources();
    const { result, exit } =
      options['alone'] === true ? await playAlone(context, play, runtime) : await playChain(context, play, runtime);
    if (json) context.out(printableJson(result));
    const code = exit as ExitCode;
    if (result.abandoned || (await runtime.leftOpen(open)).length > 0) runtime.endProcess(code);
    return code;
  },
});

async function playAlone(context: CliContext, play: Play, runtime: Runtime): Promise<Chain> {
  const result = await playOnce(context, play, runtime);
  return { result, exit: runtime.exitCodeOf(result) };
}

/** What a resumed run is of, as its journal says. Throws UsageError. */
function symphonyOf(root: string, run: string | undefined, { readJournal, journalPath }: Runtime): string {
  if (run === undefined) throw new UsageError('<symphony> is missing', 'the id of the symphony to play');
  const [first] = readJournal(journalPath(root, run)).entries;
  if (first?.type === 'run-started') return first.symphony;
  throw new UsageError(`the journal of \`${run}\` does not begin with its start`);
}

function levelOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[0-3]$/.test(text)) return Number(text);
  throw new UsageError(`--loa takes a level from 0 to 3, not \`${text}\``);
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`--concurrency takes a number from 1, not \`${text}\``);
}
