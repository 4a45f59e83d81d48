import { printableJson } from '../../base/printable-json.ts';
import { toolVersion } from '../../generated/digests.ts';
import { type CliContext, defineCommand, type ExitCode, UsageError } from '../define.ts';
import { type Chain, playChain } from '../play/followers.ts';
import { databaseUrl, type Kept, openKept } from '../play/kept.ts';
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
      .option('--engine <engine>', 'who plays it: `dbos`, the workers of a database; this process by default')
      .option('--database <url>', 'the PostgreSQL database of the workers, SYMPHONYC_DATABASE_URL by default')
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
    const kept = isElsewhere(given('engine'))
      ? await openKept(root, databaseUrl(context, given('database')), runtime)
      : undefined;
    try {
      const resume =
        given('resume') && (kept ? await kept.find(given('resume')!) : findRun(root, given('resume')!, runtime));
      const id = symphony ?? symphonyOf(resume, await entriesOf(root, resume, kept, runtime));
      const play: Play = {
        root,
        plans,
        loaded: findPlan(context, plans, id, runtime),
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
      if (options['dryRun'] === true || play.options.level === 0)
        return await showPreview(context, play, runtime, json);
      const alone = options['alone'] === true;
      if (kept) return await playThere(context, play, kept, runtime, { alone, json });
      return await playHere(context, play, runtime, { alone, json });
    } finally {
      await kept?.close();
    }
  },
});

interface Manner {
  readonly alone: boolean;
  readonly json: boolean;
}

async function playHere(context: CliContext, play: Play, runtime: Runtime, manner: Manner): Promise<ExitCode> {
  const open = runtime.resources();
  const { result, exit } = manner.alone
    ? await playAlone(context, play, runtime)
    : await playChain(context, play, runtime);
  if (manner.json) context.out(printableJson(result));
  const code = exit as ExitCode;
  if (result.abandoned || (await runtime.leftOpen(open)).length > 0) runtime.endProcess(code);
  return code;
}

async function playThere(
  context: CliContext,
  play: Play,
  kept: Kept,
  runtime: Runtime,
  { alone, json }: Manner,
): Promise<ExitCode> {
  const { playElsewhere } = await import('../play/elsewhere.ts');
  const { result, exit } = await playElsewhere(context, play, kept, runtime, alone);
  if (json && result) context.out(printableJson(result));
  return exit as ExitCode;
}

/** Throws UsageError. */
function isElsewhere(engine: string | undefined): boolean {
  if (engine === undefined || engine === 'dbos') return engine === 'dbos';
  throw new UsageError(`there is no engine \`${engine}\``, 'the engine is `dbos`; without one, this process plays');
}

async function playAlone(context: CliContext, play: Play, runtime: Runtime): Promise<Chain> {
  const result = await playOnce(context, play, runtime);
  return { result, exit: runtime.exitCodeOf(result) };
}

/** Of a run to be resumed. */
async function entriesOf(
  root: string,
  run: string | undefined,
  kept: Kept | undefined,
  { readJournal, journalPath }: Runtime,
): Promise<ReturnType<Runtime['readJournal']>['entries']> {
  if (run === undefined) return [];
  return (kept ? await kept.journal(run) : readJournal(journalPath(root, run))).entries;
}

/** What a resumed run is of, as its journal says. Throws UsageError. */
function symphonyOf(run: string | undefined, [first]: Awaited<ReturnType<typeof entriesOf>>): string {
  if (run === undefined) throw new UsageError('<symphony> is missing', 'the id of the symphony to play');
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
