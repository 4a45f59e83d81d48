/** What V8 compiled is kept for the next start; damaged, forged by accident or in the way, it costs nothing but time. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { expectCivil, type ProcessResult, runBundle, testEnvironment } from '../support/cli.ts';
import { tempFolder, tempWorkspace } from '../support/temp.ts';

/** A workspace and a home of its own; `check` always looks at everything, so it always loads its chunks. */
function house() {
  const cwd = tempWorkspace(starterFiles);
  const config = tempFolder();
  const run = (args: string[]): Promise<ProcessResult> =>
    runBundle(args, { cwd, environment: testEnvironment(config) });
  return { run, check: () => run(['check', '--no-cache']), config, code: join(config, 'cache/code') };
}

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]));

describe('compiled code', () => {
  it('is kept once, for the user alone', async () => {
    const { check, code } = house();
    const first = await check();
    expectCivil(first);
    expect(first.code).toBe(0);
    const kept = contents(code);
    expect(Object.keys(kept).length).toBeGreaterThan(0);
    expect(statSync(code).mode & 0o077).toBe(0);
    expect(await check()).toEqual(first);
    expect(contents(code)).toEqual(kept);
  });
  it('is kept for what a command does: after one that needs little of it, others compile no less', async () => {
    const { check, run, code } = house();
    expect((await run(['explain', 'TIMEOUT_MISSING'])).code).toBe(0);
    const little = contents(code);
    await check();
    const own = Object.keys(contents(code)).filter((name) => !(name in little));
    const largest = (names: readonly string[]): number =>
      Math.max(...names.map((name) => statSync(join(code, name)).size));
    expect(largest(own)).toBeGreaterThan(2 * largest(Object.keys(little)));
  });
  it.each([
    ['empty', () => ''],
    ['cut', (text: string) => text.slice(0, text.length / 2)],
    [
      'with a byte changed',
      (text: string) => `${text.slice(0, 500)}${text[500] === 'x' ? 'y' : 'x'}${text.slice(501)}`,
    ],
    ['of nothing but zeros', (text: string) => '\0'.repeat(text.length)],
  ])('that is %s is compiled again', async (_, damage) => {
    const { check, code } = house();
    const first = await check();
    const kept = contents(code);
    for (const [name, text] of Object.entries(kept)) writeFileSync(join(code, name), damage(text), 'latin1');
    expect(await check()).toEqual(first);
    const again = contents(code);
    expect(Object.keys(again)).toEqual(Object.keys(kept));
    for (const [name, text] of Object.entries(again)) expect(text, name).not.toBe(damage(kept[name]!));
  });
  it('that somebody else made for it is not believed', async () => {
    const { check, code } = house();
    const first = await check();
    // The text of the rules in it is shown by `explain`; here its digest fits, but without the secret of this machine.
    const [name, text] = Object.entries(contents(code)).find(([, one]) => one.includes('did you mean'))!;
    const forged = text.slice(65).replace('did you mean', 'did YOU mean');
    expect(forged).not.toBe(text.slice(65));
    const digest = createHash('sha256').update(forged, 'latin1').digest('hex');
    writeFileSync(join(code, name), `${digest}\n${forged}`, 'latin1');
    expect(await check()).toEqual(first);
    expect(contents(code)[name]).not.toContain('did YOU mean');
  });
  it.each(['a file', 'a link to nowhere', 'a folder without permission'])('has %s in its way', async (what) => {
    const { check, config, code } = house();
    mkdirSync(join(config, 'cache'));
    if (what === 'a file') writeFileSync(code, '');
    else if (what === 'a link to nowhere') symlinkSync('nowhere/at/all', code);
    else {
      mkdirSync(code);
      chmodSync(code, 0o000);
    }
    const result = await check();
    expectCivil(result);
    expect(result.code).toBe(0);
  });
});
