/** The database in which journals are kept, for the commands that name one. */
import { type CliContext, UsageError } from '../define.ts';
import { asUsageError } from './runtime.ts';

type Durable = typeof import('../../../runtime/durable/index.ts');
type Runtime = typeof import('../../../runtime/index.ts');
type Engine = ReturnType<Durable['loadEngine']>;
type Database = Awaited<ReturnType<Durable['openDatabase']>>;

export interface Kept {
  readonly durable: Durable;
  readonly engine: Engine;
  readonly database: Database;
  /** The run that a text means. Throws UsageError. */
  find(text: string): Promise<string>;
  /** Throws UsageError when it was changed. */
  journal(run: string): ReturnType<Durable['readRun']>;
  close(): Promise<void>;
}

/** What tells a run that is kept in a database from others, in the commands that are proposed. */
export const engineOption = ' --engine dbos';

const variable = 'SYMPHONYC_DATABASE_URL';

/** The address that is given, else that of the environment. */
export const databaseUrl = ({ host }: CliContext, given: string | undefined): string | undefined =>
  given ?? (host.env(variable) || undefined);

/** Loads what it takes and connects. Throws UsageError. */
export async function openKept(
  root: string,
  url: string | undefined,
  { matching }: Pick<Runtime, 'matching'>,
): Promise<Kept> {
  if (url === undefined)
    throw new UsageError('no database is named', `give it with --database, or in the environment as ${variable}`);
  const durable = await import('../../../runtime/durable/index.ts');
  try {
    const engine = durable.loadEngine(root);
    const database = await durable.openDatabase(engine, url);
    return {
      durable,
      engine,
      database,
      find: async (text) => {
        const [run, another] = matching(await durable.keptRuns(database), text);
        if (run === undefined) throw new UsageError(`there is no run \`${text}\` in the database`);
        if (another !== undefined) throw new UsageError(`several runs are called \`${text}\``, 'give more of the id');
        return run;
      },
      journal: (run) => durable.readRun(database.query, run).catch(asUsageError),
      close: () => database.close(),
    };
  } catch (error) {
    return asUsageError(error);
  }
}
