/** Playing a plan from the command line. */
import { printableJson } from '../../base/printable-json.ts';
import { toolVersion } from '../../generated/digests.ts';
import { type CliContext, type CommandDefinition, type ExitCode, UsageError } from '../define.ts';
import { type Chain, playChain } from './followers.ts';
import { databaseUrl, type Kept, openKept } from './kept.ts';
import { doneRun } from './left-over.ts';
import { type Play, playOnce } from './play-once.ts';
import { showPreview } from './preview.ts';
import { findPlan, findRun, isJson, placesOf, readPairs } from './runtime.ts';

type Runtime = typeof import('../../../runtime/index.ts');

export const runCommand: CommandDefinition['run'] = async (context, options, [symphony]) => {
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
    if (resume !== undefined) refuseOther(options);
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
    if (options['dryRun'] === true || play.options.level === 0) return await showPreview(context, play, runtime, json);
    const alone = options['alone'] === true;
    if (kept) return await playThere(context, play, kept, runtime, { alone, json });
    const over = alone ? undefined : doneRun(play, runtime);
    return await playHere(context, { ...play, over }, runtime, { alone, json });
  } finally {
    await kept?.close();
  }
};

interface Manner {
  readonly alone: boolean;
  readonly json: boolean;
}

async function playHere(context: CliContext, play: Play, runtime: Runtime, manner: Manner): Promise<ExitCode> {
  const { result, runs, exit } = manner.alone
    ? await playAlone(context, play, runtime)
    : await playChain(context, play, runtime);
  if (runs === 0) throw new UsageError(`\`${play.over?.run}\` is done, and so is what follows it`);
  if (manner.json) context.out(printableJson(result ?? play.over));
  return exit as ExitCode;
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
  return { result, runs: 1, exit: runtime.exitCodeOf(result) };
}

/** What a run was started with holds to its end. Throws UsageError. */
function refuseOther(options: Readonly<Record<string, unknown>>): void {
  const given = ['movement', 'beat', 'dynamics', 'correlationId'].find((name) => options[name] !== undefined);
  const name = given ?? ((options['input'] as readonly string[]).length > 0 ? 'input' : undefined);
  if (name === undefined) return;
  const option = name === 'correlationId' ? 'correlation-id' : name;
  throw new UsageError(`a run that is resumed keeps what it was started with; leave out \`--${option}\``);
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
