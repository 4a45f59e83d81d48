/** A PostgreSQL of the test's own: a cluster in a temporary folder, on a free port of this machine, gone when it is stopped. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Postgres {
  /** Of the database `symphonyc`, with a password that has to be escaped. */
  readonly url: string;
  readonly password: string;
  /** Runs SQL and gives what it prints, one line a row. */
  sql(text: string): string;
  stop(): void;
}

const password = 'se/cret pass:word';
const distributions = '/usr/lib/postgresql';

/** Where the programs of PostgreSQL lie. Undefined, with a line that says so, when there are none; an error where it is required. */
export function findPostgres(): string | undefined {
  const versions = existsSync(distributions) ? readdirSync(distributions).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(':'),
    ...versions.map((one) => join(distributions, one, 'bin')),
  ];
  const found = folders.find((folder) => ['initdb', 'pg_ctl', 'psql'].every((name) => existsSync(join(folder, name))));
  if (found !== undefined) return realpathSync(found);
  const advice = 'no PostgreSQL found; install the one of your distribution';
  if (process.env['REQUIRE_POSTGRES'] === '1') throw new Error(advice);
  console.warn(`tests with a database are skipped: ${advice}`);
  return undefined;
}

/** Starts a cluster with the programs in `bin`. PostgreSQL does not run as root, so root becomes `postgres` for it. */
export async function startPostgres(bin: string): Promise<Postgres> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'symphonyc-pg-')));
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const { stdout } = spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' });
    chownSync(folder, Number(stdout), -1);
  }
  const run = (name: string, args: readonly string[], input?: string): string => {
    const argv = [...(isRoot ? ['runuser', '-u', 'postgres', '--'] : []), join(bin, name), ...args];
    const env = { PATH: process.env['PATH'], LC_ALL: 'C', PGPASSWORD: password };
    // The server keeps what it inherits: a pipe would never end.
    const stdio = name === 'pg_ctl' ? 'ignore' : 'pipe';
    const done = spawnSync(argv[0]!, argv.slice(1), { cwd: folder, env, input, encoding: 'utf8', stdio });
    if (done.status !== 0)
      throw new Error(`${name} ended with ${done.status}: ${done.stderr ?? ''}${done.stdout ?? ''}`);
    return done.stdout ?? '';
  };
  const data = join(folder, 'data');
  writeFileSync(join(folder, 'password'), password);
  run('initdb', [
    '-D',
    data,
    '-U',
    'maestro',
    '-A',
    'scram-sha-256',
    '--pwfile',
    join(folder, 'password'),
    '-E',
    'UTF8',
    '--locale',
    'C',
    '--no-sync',
  ]);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c shared_buffers=16MB`;
  run('pg_ctl', ['-D', data, '-o', settings, '-l', join(folder, 'log'), '-w', 'start']);
  const psql = (text: string, database = 'symphonyc'): string =>
    run(
      'psql',
      ['-h', '127.0.0.1', '-p', String(port), '-U', 'maestro', '-d', database, '-qAtX', '-v', 'ON_ERROR_STOP=1'],
      text,
    );
  psql('CREATE DATABASE symphonyc;', 'postgres');
  return {
    url: `postgresql://maestro:${encodeURIComponent(password)}@127.0.0.1:${port}/symphonyc`,
    password,
    sql: (text) => psql(text).trimEnd(),
    stop: () => {
      run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
