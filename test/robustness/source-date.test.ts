/** SOURCE_DATE_EPOCH is either what its specification says, or told to be wrong. */
import { expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { tempWorkspace } from '../support/temp.ts';

const check = (epoch: string) =>
  runCli(['check'], {
    cwd: tempWorkspace(starterFiles),
    host: hostWith({ ...testEnvironment(), SOURCE_DATE_EPOCH: epoch }),
  });

it.each(['abc', '1e9', '-1', '1.5', ' 1', '999999999999'])('`%s` is refused', async (epoch) => {
  const { code, err } = await check(epoch);
  expect(code).toBe(2);
  expect(err).toContain(`\`SOURCE_DATE_EPOCH\` is \`${epoch}\`, which is not a whole number of seconds`);
});

it.each(['', '0', '1767225600'])('`%s` is accepted', async (epoch) => {
  expect((await check(epoch)).code).toBe(0);
});
