/** The handlers of the pipelines against the contracts that a build writes for them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../support/plans.ts';
import { Shipped } from '../support/shipped.ts';
import { writeFiles } from '../support/temp.ts';

it('the handlers satisfy the types of the build', async () => {
  const shipped = new Shipped();
  await shipped.build();
  const modules = ['conformity', 'delivery', 'reporting'].map((name) => `symphonies/handlers/${name}.ts`);
  const compilerOptions = { typeRoots: [join(repository, 'node_modules/@types')], types: ['node'] };
  const settings = { extends: join(repository, 'tsconfig.json'), compilerOptions, include: [], files: modules };
  writeFiles(shipped.root, { 'tsconfig.json': JSON.stringify(settings) });
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', shipped.root], { encoding: 'utf8' });
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});
