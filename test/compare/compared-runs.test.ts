/** `diff`, `--since`, and what is remembered of a comparison. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHost } from '../../compiler/host/node.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { hostWith, runCli, startBundle, testEnvironment } from '../support/cli.ts';
import { bake, check, comparedFiles, gate, refusal, repository, writeGate } from '../support/compared.ts';
import type { Repository } from '../support/git.ts';

describe('diff', () => {
  async function loosened(): Promise<Repository> {
    const made = repository(comparedFiles(''));
    made.write({
      'd/sound.yaml': gate('0.9'),
      'd/bake.yaml': bake('1m'),
      'd/rate.yaml': comparedFiles()['d/rate.yaml']!.replace('ratio', 'percent'),
    });
    return made;
  }

  it('lists changes by document, heaviest first, and ends with 0', async () => {
    const { root } = await loosened();
    const { code, out } = await runCli(['diff', 'HEAD'], { cwd: root });
    expect(code).toBe(0);
    expect(out.replace(/\([0-9a-f]{10}\)/, '(COMMIT)')).toBe(`Metric rate
  breaking   the unit was changed: \`ratio\` → \`percent\`
             its values mean something else now
             unit at d/rate.yaml:6:7, before at HEAD:d/rate.yaml:6

Policy sound
  weakened   the gate was loosened: \`rate >= 0.98\` → \`rate >= 0.9\`
             gate.that at d/sound.yaml:8:9, before at HEAD:d/sound.yaml:8

Symphony bake
  tightened  the timeout was lowered: \`2m\` → \`1m\`
             movements.make.beats.dough.timeout at d/bake.yaml:14:18, before at HEAD:d/bake.yaml:14

3 changes: 1 breaking, 1 weakened and 1 tightened since HEAD (COMMIT)
`);
  });
  it('prints JSON and Markdown', async () => {
    const { root } = await loosened();
    const json = await runCli(['diff', 'HEAD', '--format', 'json'], { cwd: root });
    expect((JSON.parse(json.out) as Verdict['against'])?.changes).toHaveLength(3);
    const markdown = await runCli(['diff', 'HEAD', '--format=markdown'], { cwd: root });
    expect(markdown.out).toContain(
      '### Policy `sound`\n\n- weakened\n  - the gate was loosened: `rate >= 0.98` → `rate >= 0.9`; `gate.that`, `d/sound.yaml:8:9`\n',
    );
  });
  it('ends with 1 when it is told to', async () => {
    const { root } = await loosened();
    const codes = async (...effects: string[]) => {
      const { code } = await runCli(['diff', 'HEAD', ...effects.map((one) => `--fail-on=${one}`)], { cwd: root });
      return code;
    };
    expect([await codes('weakened'), await codes('breaking'), await codes('weakened', 'breaking')]).toEqual([1, 1, 1]);
    writeGate(root, '0.98');
    expect([await codes('weakened'), await codes('breaking')]).toEqual([0, 1]);
    expect(await refusal(root, 'diff', 'HEAD', '--fail-on', 'tightened')).toContain(
      'there is no effect `tightened` here',
    );
  });
});

describe('--since', () => {
  it('tells only what a change touches, and counts the rest', async () => {
    const made = repository(comparedFiles(''));
    made.commit('Mistakes', {
      files: {
        'd/bake.yaml': bake().replace('        timeout: 2m\n', ''),
        'd/alone.yaml': gate('0.9').replaceAll('sound', 'alone'),
      },
    });
    made.write({ 'd/alone.yaml': `${gate('0.9').replaceAll('sound', 'alone')}# New.\n` });
    const whole = await check(made.root);
    expect(whole.codes.sort()).toEqual(['POLICY_NOT_REFERENCED d/alone.yaml:3', 'TIMEOUT_MISSING d/bake.yaml:12']);
    const { codes, verdict } = await check(made.root, '--since', 'HEAD');
    expect(codes).toEqual(['POLICY_NOT_REFERENCED d/alone.yaml:3']);
    expect(verdict.since).toMatchObject({ ref: 'HEAD', touched: 2, leftOut: 4, diagnostics: { minor: 1, major: 0 } });
    expect(verdict.scores).toEqual(whole.verdict.scores);
    const { out } = await runCli(['check', '--since', 'HEAD'], { cwd: made.root });
    expect(out).toContain('conforms in what changes since HEAD touch');
    expect(out).toContain('left out: 4 documents that nothing since HEAD touches; found in them: 1 minor');
  });
  it('tells what a change breaks elsewhere', async () => {
    const made = repository(comparedFiles(''));
    rmSync(join(made.root, 'd/rate.yaml'));
    const { codes } = await check(made.root, '--since', 'HEAD');
    expect(codes).toContain('METRIC_NOT_FOUND d/bake.yaml:15');
  });
  it('leaves nothing out when the workspace document has changed', async () => {
    const made = repository(comparedFiles(''));
    made.write({ 'symphony.yaml': `${comparedFiles('')['symphony.yaml']}capacity: 2\n` });
    expect((await check(made.root, '--since', 'HEAD')).verdict.since).toMatchObject({ touched: 5, leftOut: 0 });
  });
});

describe('what is remembered', () => {
  it('is never the answer of another revision, nor of none', async () => {
    const made = repository(comparedFiles(''));
    writeGate(made.root, '0.9');
    const answers = async () => [
      (await check(made.root)).codes.length,
      (await check(made.root, '--against', 'main')).codes.length,
      (await check(made.root, '--since', 'main')).verdict.since?.leftOut,
    ];
    expect(await answers()).toEqual([0, 1, 2]);
    expect(await answers()).toEqual([0, 1, 2]);
    made.commit('Loosen');
    expect(await answers()).toEqual([0, 0, 5]);
    expect((await check(made.root, '--against', 'HEAD~1')).codes).toHaveLength(1);
    expect(await answers()).toEqual([0, 0, 5]);
  });
  it('is not the approval of another commit', async () => {
    const made = repository();
    const base = made.git('rev-parse', 'HEAD').trim();
    made.commit('Loosen\n\nApproved-by: Ada <ada@example.org>', { files: { 'd/sound.yaml': gate('0.9') } });
    const unauthorized = async () =>
      (await check(made.root, '--against', base)).codes.filter((one) => one.startsWith('UNA')).length;
    expect(await unauthorized()).toBe(0);
    made.git('commit', '--quiet', '--amend', '-m', 'Loosen');
    expect(await unauthorized()).toBe(1);
  });
  it('answers without reading anything again, the same as without a cache', async () => {
    const made = repository(comparedFiles(''));
    writeGate(made.root, '0.9');
    // What was written just now proves nothing yet.
    await nodeHost.sleep(100);
    const host = hostWith(testEnvironment());
    const calls: string[] = [];
    const counting = {
      ...host,
      git: (...args: Parameters<typeof host.git>) => {
        calls.push(args[1][0]!);
        return host.git(...args);
      },
    };
    const run = (...argv: string[]) =>
      runCli(['check', '--against', 'main', '--format', 'json', ...argv], { cwd: made.root, host: counting });
    const first = await run();
    expect(calls).toContain('cat-file');
    calls.length = 0;
    const second = await run();
    expect(calls.filter((one) => one !== 'rev-parse')).toEqual([]);
    expect(second).toEqual(first);
    expect(await run('--no-cache')).toEqual(first);
    made.write({ 'd/bake.yaml': bake('3m') });
    calls.length = 0;
    const third = await run();
    expect(await run('--no-cache')).toEqual(third);
  });
  it('of a build is not that of one without a revision', async () => {
    const made = repository(comparedFiles(''));
    writeGate(made.root, '0.9');
    const build = async (...argv: string[]) => {
      await runCli(['build', ...argv], { cwd: made.root });
      return (
        (JSON.parse(readFileSync(join(made.root, 'out/report/verdict.json'), 'utf8')) as Verdict).against !== undefined
      );
    };
    expect([await build(), await build('--against', 'main'), await build(), await build('--against=main')]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});

describe('watch --against', () => {
  it('looks again when something is committed', async () => {
    const made = repository(comparedFiles(''));
    writeGate(made.root, '0.9');
    const child = startBundle(['watch', '--no-seal', '--against', 'HEAD'], { cwd: made.root });
    let out = '';
    const until = (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => out.includes(text) && resolve();
        child.stdout!.on('data', look);
        look();
      });
    child.stdout!.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    try {
      await until('does not conform: 1 major');
      out = '';
      made.commit('Loosen');
      await until('conforms: no violations');
      expect(out).toContain('against HEAD: nothing has changed in meaning');
    } finally {
      child.kill('SIGKILL');
    }
  });
});
