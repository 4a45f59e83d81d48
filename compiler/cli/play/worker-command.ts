/** A process that plays what others have put into the queue. */
import type { CommandDefinition } from '../define.ts';
import { databaseUrl, openKept } from './kept.ts';
import { placesOf } from './runtime.ts';
import { work } from './work.ts';

type Durable = typeof import('../../../runtime/durable/index.ts');

export const workerCommand: CommandDefinition['run'] = async (context, options) => {
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
};
