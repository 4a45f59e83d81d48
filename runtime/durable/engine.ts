/** DBOS, and the PostgreSQL driver that it brings: packages that are looked for when somebody asks for them. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk';
import type { ensurePGDatabase } from '@dbos-inc/dbos-sdk/internal/database_utils';
import type { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import type { ensureSystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import type { Client, Pool } from 'pg';
import { UsageError } from '../model/usage-error.ts';

export interface Engine {
  readonly DBOS: typeof DBOS;
  readonly DBOSClient: typeof DBOSClient;
  readonly DBOSExecutor: typeof DBOSExecutor;
  readonly ensurePGDatabase: typeof ensurePGDatabase;
  readonly ensureSystemDatabase: typeof ensureSystemDatabase;
  readonly Pool: typeof Pool;
  readonly Client: typeof Client;
  /** Where the driver lies, for a thread. */
  readonly driver: string;
}

const name = '@dbos-inc/dbos-sdk';

/** What is not in the public interface of DBOS, such as recovering the work of another, may change with a minor version. */
const supported = /^5\.3\./;

/** Looks in the workspace first, then beside this program. Throws UsageError when DBOS is missing or of another version. */
export function loadEngine(root: string): Engine {
  const from = [join(root, 'package.json'), process.argv[1] ?? ''].filter((path) => existsSync(path));
  for (const place of from) {
    const require = createRequire(place);
    const path = resolved(require, name);
    if (path === undefined) continue;
    const version = versionOf(require);
    if (!supported.test(version))
      throw new UsageError(`\`${name}\` is there in version ${version}, which is not known to work: ${advice}`);
    return loaded(require, createRequire(path));
  }
  throw new UsageError(`playing on DBOS takes the package \`${name}\`, which is not installed: ${advice}`);
}

const advice = `run \`npm install ${name}@~5.3.0\` in the workspace`;

function resolved(require: NodeJS.Require, path: string): string | undefined {
  try {
    return require.resolve(path);
  } catch {
    return undefined;
  }
}

function versionOf(require: NodeJS.Require): string {
  if (resolved(require, `${name}/internal/utils`) === undefined) return 'below 5';
  const { globalParams } = require(`${name}/internal/utils`) as { globalParams: { dbosVersion: string } };
  return globalParams.dbosVersion;
}

/** The driver is a dependency of DBOS, so it is looked for from there. */
function loaded(require: NodeJS.Require, ofDbos: NodeJS.Require): Engine {
  const dbos = require(name) as Pick<Engine, 'DBOS' | 'DBOSClient'>;
  const executor = require(`${name}/internal/dbos-executor`) as Pick<Engine, 'DBOSExecutor'>;
  const system = require(`${name}/internal/system_database`) as Pick<Engine, 'ensureSystemDatabase'>;
  const utilities = require(`${name}/internal/database_utils`) as Pick<Engine, 'ensurePGDatabase'>;
  const driver = ofDbos('pg') as Pick<Engine, 'Pool' | 'Client'>;
  return {
    DBOS: dbos.DBOS,
    DBOSClient: dbos.DBOSClient,
    DBOSExecutor: executor.DBOSExecutor,
    ensurePGDatabase: utilities.ensurePGDatabase,
    ensureSystemDatabase: system.ensureSystemDatabase,
    Pool: driver.Pool,
    Client: driver.Client,
    driver: ofDbos.resolve('pg'),
  };
}
