/** The database of journals and workers: connections, our tables beside those of DBOS, and what may be told of errors. */
import { setTimeout as pause } from 'node:timers/promises';
import type { QueryResultRow } from 'pg';
import { UsageError } from '../model/usage-error.ts';
import type { Engine } from './engine.ts';

export type Query = <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<Answer<Row>>;

interface Answer<Row> {
  readonly rows: readonly Row[];
  /** How many rows were read or written. */
  readonly count: number;
}

export interface Database {
  readonly url: string;
  readonly query: Query;
  /** Commits when `work` is done, and nothing of it is there when that fails. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** What may be told of an error. */
  reasonOf(error: unknown): string;
  close(): Promise<void>;
}

/**
 * A run belongs to one owner at a time, and only the owner adds to its journal: whoever takes a run over becomes the owner
 * first. `asked` is the run that somebody asked for, when this one follows it. A worker that is not `seen` for a while is
 * taken for dead.
 */
const tables = `
CREATE SCHEMA IF NOT EXISTS symphonyc;
CREATE TABLE IF NOT EXISTS symphonyc.runs (
  run text PRIMARY KEY,
  asked text NOT NULL,
  owner text,
  cancelled boolean NOT NULL DEFAULT false
);
CREATE INDEX IF NOT EXISTS runs_asked ON symphonyc.runs (asked);
CREATE TABLE IF NOT EXISTS symphonyc.journal (
  run text NOT NULL REFERENCES symphonyc.runs,
  seq integer NOT NULL,
  line text NOT NULL,
  PRIMARY KEY (run, seq)
);
CREATE TABLE IF NOT EXISTS symphonyc.workers (
  worker text PRIMARY KEY,
  version text NOT NULL,
  seen timestamptz NOT NULL DEFAULT now()
);`;

/** Several processes may come first at once, and the migrations of DBOS do not expect that. */
const tablesLock = 7_315_001;
const lockPauseMs = 100;

/** Connects, and makes what is not there. Throws UsageError. */
export async function openDatabase(engine: Engine, url: string): Promise<Database> {
  checkUrl(url);
  const reasonOf = (error: unknown): string => withoutSecrets(url, describe(url, error));
  try {
    await makeTables(engine, url);
  } catch (error) {
    throw new UsageError(`the database cannot be used: ${reasonOf(error)}`);
  }
  const pool = openPool(engine, url, 4);
  return {
    url,
    reasonOf,
    query: queryOf(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      const query = queryOf(client);
      try {
        await query('BEGIN');
        const result = await work(query);
        await query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        // A connection in an unknown state is not used again; closing it takes back what was begun.
        client.release(true);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}

async function makeTables({ Client, ensurePGDatabase, ensureSystemDatabase }: Engine, url: string): Promise<void> {
  await ensurePGDatabase(url, silent);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Asked again and again, since an index that DBOS makes waits for every statement that waits. Ends with the session.
    const lock = 'SELECT pg_try_advisory_lock($1) AS mine';
    while (!(await client.query<{ mine: boolean }>(lock, [tablesLock])).rows[0]?.mine) await pause(lockPauseMs);
    await ensureSystemDatabase(url, silent);
    await client.query(tables);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A process that is frozen within a transaction must not keep others from its rows. */
const idleMs = 5000;

/** Connections to the database; the caller ends them. */
export function openPool({ Pool }: Engine, url: string, max: number): InstanceType<Engine['Pool']> {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: idleMs,
  });
  // An idle connection that breaks is replaced when it is needed.
  pool.on('error', () => undefined);
  return pool;
}

/** DBOS tells its users much that is no concern of ours. */
const nothing = (): void => undefined;
export const silent = { info: nothing, debug: nothing, warn: nothing, error: nothing } as never;

function queryOf(connection: Pick<InstanceType<Engine['Pool']>, 'query'>): Query {
  return async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) => {
    // Without values several statements may stand in one text.
    const { rows, rowCount } = await (values.length === 0
      ? connection.query<Row>(text)
      : connection.query<Row>(text, [...values]));
    return { rows, count: rowCount ?? 0 };
  };
}

/** Never says what the text is: it may hold a password. */
function checkUrl(url: string): void {
  const form = 'it has the form postgresql://USER:PASSWORD@HOST:PORT/DATABASE';
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^postgres(?:ql)?:$/.test(parsed.protocol))
    throw new UsageError(`what is given as the database is not the address of a PostgreSQL database; ${form}`);
  if (parsed.username === '' || parsed.hostname === '' || parsed.pathname.length < 2)
    throw new UsageError(`the address of the database names no user, host or database; ${form}`);
}

function describe(url: string, error: unknown): string {
  const { code, message, cause, errors } = error as NodeJS.ErrnoException & { cause?: unknown; errors?: unknown[] };
  if (cause instanceof Error) return describe(url, cause);
  if (errors?.[0] instanceof Error) return describe(url, errors[0]);
  const { host } = new URL(url);
  // DBOS puts the reason of the driver into a sentence of its own.
  const known = /\b(?:ECONNREFUSED|ENOTFOUND)\b/.exec(code ?? message)?.[0];
  if (known === 'ECONNREFUSED') return `nothing answers at ${host}`;
  if (known === 'ENOTFOUND') return `there is no host ${host}`;
  return message || String(code ?? error);
}

function withoutSecrets(url: string, text: string): string {
  const { password } = new URL(url);
  const secrets = [url, password, decoded(password)].filter((secret) => secret !== '');
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
