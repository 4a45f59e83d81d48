import { defineCommand } from '../define.ts';
import { databaseUrl, openKept } from '../play/kept.ts';
import { placesOf } from '../play/runtime.ts';
import { work } from '../play/work.ts';

type Durable = typeof import('../../../runtime/durable/index.ts');

/** Plays the runs that others ask for with `run --engine dbos`. It stays until it is told to stop. */
export default defineCommand({
  name: 'worker',
  summary: 'play runs from the queue of a database, on any machine that has the workspace',
  configure: (command) => {
    command
      .option(
        '--database <url>',
        'the PostgreSQL database with the queue and the journals, SYMPHONYC_DATABASE_URL by default',
      )
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--out <folder>', 'the output folder of the build, `out` in the workspace by default')
      .option('--plans <folder>', 'the folder of the plans, `plans` in the output folder by default');
  },
  run: async (context, options) => {
    const given = (name: string): string | undefined => options[name] as string | undefined;
    const { root, plans } = placesOf(context, {
      workspace: given('workspace'),
      out: given('out'),
      plans: given('plans'),
    });
    const runtime = await import('../../../runtime/index.ts');
    const kept = await openKept(root, databaseUrl(context, given('database')), runtime);
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const release = context.onInterrupt(stop, () => {
      context.err('ended at once; another worker goes on with what was played\n');
      runtime.endProcess(1);
    });
    let abandoned = false;
    const { startWorker, buildVersion }: Durable = kept.durable;
    const worker = await startWorker({
      engine: kept.engine,
      database: kept.database,
      version: buildVersion(plans),
      say: (line) => context.err(`${line}\n`),
      play: async (job, owner) => {
        const outcome = await work({ context, root, plans, kept, runtime }, job, owner);
        abandoned = outcome.abandoned;
        if (abandoned) stop();
        return outcome;
      },
    });
    context.err('waiting for runs; the first signal lets what is played end, the second does not\n');
    await stopped;
    if (abandoned) context.err('a handler goes on after it was told to stop: this worker ends, start another\n');
    await worker.drain();
    release();
    await kept.close();
    return abandoned ? 1 : 0;
  },
});
