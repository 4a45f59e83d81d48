/** The commands of the shipped symphonies work by their names in this repository, too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runBundle } from '../support/cli.ts';
import { repository } from '../support/plans.ts';
import { tempFolder } from '../support/temp.ts';

it('package.json has each script that a symphony declares, played by the tool of the repository', async () => {
  const out = join(tempFolder(), 'out');
  const { code, err } = await runBundle(['build', '--no-seal', '--targets', 'npm', '--out', out], { cwd: repository });
  expect(code, err).toBe(0);
  const generated = JSON.parse(readFileSync(join(out, 'npm/package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const own = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const expected = Object.entries(generated.scripts).map(([name, command]) => [name, `node tools/run.mjs ${command}`]);
  expect(expected.length).toBeGreaterThan(10);
  expect(Object.entries(own.scripts).filter(([name]) => name in generated.scripts)).toEqual(
    expect.arrayContaining(expected),
  );
});
