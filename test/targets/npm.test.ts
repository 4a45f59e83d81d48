/** The npm scripts of symphonies, as a package of their own, run by the real npm. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageScripts } from '../../compiler/base/package-scripts.ts';
import target from '../../compiler/targets/npm/index.ts';
import { compileFiles, emitTarget, shippedFiles } from '../support/plans.ts';
import { hostileFiles, playing } from '../support/target-inputs.ts';

const scriptsIn = (text: string | undefined): Record<string, string> =>
  (JSON.parse(text ?? '{}') as { scripts: Record<string, string> }).scripts;

describe('the package of the shipped symphonies', () => {
  let text: string;
  const folder = mkdtempSync(join(tmpdir(), 'npm-'));
  beforeAll(async () => {
    text = emitTarget(target, await compileFiles(shippedFiles())).get('npm/package.json')!;
    mkdirSync(join(folder, 'out/npm'), { recursive: true });
    writeFileSync(join(folder, 'out/npm/package.json'), text);
    writeFileSync(join(folder, 'symphonyc'), '#!/bin/sh\nprintf "%s\\n" "$@" > "$CALLS"\n');
    chmodSync(join(folder, 'symphonyc'), 0o755);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('has the scripts of the source documents by their names', () => {
    expect(scriptsIn(text)).toMatchObject({
      'audit:symphonia:conformity': 'symphonyc run symphonia-conformity-alignment-pipeline',
      'build:symphony': 'symphonyc run build-pipeline --dynamics mf',
      'build:symphony:telemetry:ff': 'symphonyc run build-pipeline --dynamics ff',
      'build:symphony:validate': 'symphonyc run build-pipeline --movement validation',
      'pipeline:delivery:execute': 'symphonyc run safe-continuous-delivery-pipeline',
      'pipeline:delivery:release': 'symphonyc run safe-continuous-delivery-pipeline --movement release-on-demand',
      'pipeline:delivery:report': 'symphonyc report safe-continuous-delivery-pipeline',
    });
  });

  it('is private, and sorted', () => {
    const parsed = JSON.parse(text) as object;
    expect(Object.keys(parsed)).toEqual(['name', 'private', 'scripts']);
    expect(parsed).toMatchObject({ name: 'symphonia-scripts', private: true });
    const names = Object.keys(scriptsIn(text));
    expect(names).toEqual([...names].sort());
  });

  it('runs under npm', () => {
    const calls = join(folder, 'calls');
    const { status } = spawnSync('npm', ['--prefix', 'out/npm', 'run', '--silent', 'build:symphony:telemetry:ff'], {
      cwd: folder,
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, CALLS: calls },
      shell: process.platform === 'win32',
    });
    expect(status).toBe(0);
    expect(readFileSync(calls, 'utf8')).toBe('run\nbuild-pipeline\n--dynamics\nff\n');
  });
});

describe('the scripts of symphonies', () => {
  it('are commands of plain words, whatever documents say', async () => {
    const text = emitTarget(target, await compileFiles(hostileFiles())).get('npm/package.json');
    const commands = Object.values(scriptsIn(text));
    expect(commands).toHaveLength(Object.keys(hostileFiles()).filter((path) => path.startsWith('symphonies/')).length);
    for (const command of commands) expect(command).toMatch(/^[a-z0-9 -]+$/);
  });

  it('are left out, and named, when two symphonies claim one name or a part of a command does not exist', async () => {
    const compiled = await compileFiles({
      'b.json': playing('b', { same: {}, only: { movement: 'first', dynamics: 'ff' } }),
      'a.json': playing('a', { same: { dynamics: 'p' }, lost: { movement: 'last' }, loud: { dynamics: ';reboot' } }),
    });
    expect(packageScripts(compiled.index.symphonies)).toEqual({
      scripts: [{ name: 'only', command: 'symphonyc run b --movement first --dynamics ff' }],
      conflicts: [{ name: 'same', symphonies: ['a', 'b'] }],
      unusable: [
        { name: 'lost', symphony: 'a', reason: 'there is no movement `last`' },
        { name: 'loud', symphony: 'a', reason: 'there is no level `;reboot`' },
      ],
    });
    expect(scriptsIn(emitTarget(target, compiled).get('npm/package.json'))).toEqual({
      only: 'symphonyc run b --movement first --dynamics ff',
    });
  });
});
