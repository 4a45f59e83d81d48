import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { it } from 'vitest';
import { targets } from '../../compiler/generated/targets.ts';
import { compileFiles, emitTarget, shippedFiles } from '../support/plans.ts';

it('dumps', async () => {
  const c = await compileFiles(shippedFiles());
  for (const [n, load] of Object.entries(targets)) {
    if (n === 'site') continue;
    for (const [p, t] of emitTarget(await load(), c)) {
      mkdirSync(dirname(`/tmp/t1/${p}`), { recursive: true });
      writeFileSync(`/tmp/t1/${p}`, t);
    }
  }
});
