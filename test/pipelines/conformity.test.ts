/** The conformity alignment, built and played in repositories of the real git. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registries } from '../../compiler/cli/run-check.ts';
import { phaseOf as fixPhaseOf } from '../../compiler/fix/phases.ts';
import { codesOf, phaseOf, phases } from '../../symphonies/handlers/conformity/phases.ts';
import { Shipped } from '../support/shipped.ts';
import { digestTree } from '../support/temp.ts';

const alignment = 'symphonia-conformity-alignment-pipeline';
const pipelines = 'symphonies/pipelines';
const definition = `${pipelines}/${alignment}.yaml`;

interface Result {
  readonly status: string;
  readonly run: string;
  readonly metrics: readonly { readonly metric: string; readonly movement: string; readonly value: unknown }[];
  readonly evidence: readonly { readonly evidence: string; readonly content: string }[];
  readonly undone: readonly { readonly step: string; readonly status: string }[];
  readonly failure?: { readonly message: string };
}

const play = async (shipped: Shipped, ...more: string[]): Promise<Result> =>
  JSON.parse((await shipped.run(alignment, '--alone', '--format', 'json', ...more)).out) as Result;

/** The last value of a metric, of a movement where one is named. */
const lastOf = ({ metrics }: Result, metric: string, movement?: string): unknown =>
  metrics.findLast((one) => one.metric === metric && (movement === undefined || one.movement === movement))?.value;

function hook(shipped: Shipped, text: string): void {
  const path = join(shipped.root, '.git/hooks/pre-commit');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

describe('a workspace with nothing to repair', () => {
  it('passes through, with its scores as they are and no commit', async () => {
    const shipped = new Shipped();
    await shipped.build();
    const before = digestTree(join(shipped.root, 'symphonies'));
    const result = await play(shipped);
    expect(result).toMatchObject({ status: 'done', undone: [] });
    expect(lastOf(result, 'compliance_score_after')).toBe(lastOf(result, 'compliance_score_before'));
    expect(lastOf(result, 'remediation_success_rate')).toBe(1);
    expect(digestTree(join(shipped.root, 'symphonies'))).toEqual(before);
    expect(shipped.subjects()).toEqual(['start']);
    expect(shipped.names(`.symphony/reports/conformity/${result.run}`)).toEqual(
      [1, 2, 3].flatMap((phase) => [`phase-${phase}.json`, `phase-${phase}.md`]),
    );
  });
});

describe('a workspace that drifted', () => {
  it('is repaired phase by phase, in commits that name the phase', async () => {
    const shipped = new Shipped();
    shipped.drift('symphonies/domains/reporting.yaml', 'owner:', 'ownre:');
    shipped.drift(`${pipelines}/build-pipeline.yaml`, 'movements: 6', 'movements: 7');
    await shipped.build();
    shipped.drift(definition, 'conformity#scanHandlerFiles', 'conformity#scanHandlerFile');
    const result = await play(shipped, '--input', 'unsafe=true');
    expect(result).toMatchObject({ status: 'done', undone: [] });
    expect(shipped.subjects().slice(4)).toEqual([
      'Repair 1 finding in domains and orchestration',
      'Repair 1 finding in sequences and beats',
      'Repair 1 finding in handlers and specifications',
    ]);
    expect(shipped.read('symphonies/domains/reporting.yaml')).toContain('\nowner:');
    expect(shipped.read(definition)).toContain('conformity#scanHandlerFiles');
    expect(lastOf(result, 'violations_detected', 'domain-alignment')).toBeGreaterThanOrEqual(1);
    expect(lastOf(result, 'critical_violations', 'sequence-alignment')).toBe(1);
    expect(lastOf(result, 'compliance_score_before')).toBe(0);
    expect(lastOf(result, 'compliance_score_after')).toBeGreaterThan(0.99);
    expect(lastOf(result, 'average_fix_time', 'handler-alignment')).toBeGreaterThan(0);
    expect(lastOf(result, 'untracked_changes')).toBe(0);
    const report = shipped.read(`.symphony/reports/conformity/${result.run}/phase-2.md`);
    expect(report).toContain('| BEAT\\_COUNT\\_MISMATCH | 1 | 0 |');
    expect(shipped.git('status', '--porcelain')).toBe('');
  });

  it('stays as it is where an edit is to be looked at and nobody asked for it', async () => {
    const shipped = new Shipped();
    await shipped.build();
    shipped.drift(definition, 'conformity#scanHandlerFiles', 'conformity#scanHandlerFile');
    const result = await play(shipped);
    expect(result.status).toBe('failed');
    expect(result.failure?.message).toContain('missing_handler_methods = 1');
    expect(shipped.read(definition)).toContain('conformity#scanHandlerFile\n');
    expect(shipped.read(`.symphony/reports/conformity/${result.run}/phase-3.md`)).toContain('unsafe');
  });
});

describe('a phase that goes wrong', () => {
  it('is taken back, byte for byte, when what was committed is worse than before', async () => {
    const shipped = new Shipped();
    shipped.drift('symphonies/domains/reporting.yaml', 'owner:', 'ownre:');
    shipped.drift('symphonies/domains/build.yaml', 'owner: build-engineers', 'owner: nobody-at-all');
    await shipped.build();
    const before = digestTree(join(shipped.root, 'symphonies'));
    hook(
      shipped,
      "printf 'namespace: [\\n' >> symphonies/domains/delivery.yaml\ngit add symphonies/domains/delivery.yaml",
    );
    const result = await play(shipped);
    expect(result.status).toBe('failed');
    expect(result.undone.map(({ step, status }) => `${step.split('/').at(-1)} ${status}`)).toContain(
      'fix-domain-alignment undone',
    );
    expect(digestTree(join(shipped.root, 'symphonies'))).toEqual(before);
    expect(shipped.git('status', '--porcelain')).toBe('');
    expect(shipped.names(`.symphony/conformity/${result.run}`)).toEqual([]);
  });

  it('is taken back when git refuses the commit', async () => {
    const shipped = new Shipped();
    shipped.drift('symphonies/domains/reporting.yaml', 'owner:', 'ownre:');
    await shipped.build();
    hook(shipped, 'echo this is not allowed >&2\nexit 1');
    const before = digestTree(join(shipped.root, 'symphonies'));
    const result = await play(shipped);
    expect(result.failure?.message).toContain('this is not allowed');
    expect(digestTree(join(shipped.root, 'symphonies'))).toEqual(before);
    expect(shipped.subjects()).toEqual(['start', 'drift']);
  });

  it('takes back what an earlier repair of the phase has committed', async () => {
    const shipped = new Shipped();
    shipped.drift('symphonies/domains/reporting.yaml', 'owner:', 'ownre:');
    shipped.drift(`${pipelines}/symphony-report-pipeline.yaml`, '[beats-record-telemetry]', '[beats-record-telemetri]');
    await shipped.build();
    hook(shipped, 'test ! -e .git/once || { echo no second one >&2; exit 1; }\ntouch .git/once');
    const before = digestTree(join(shipped.root, 'symphonies'));
    const result = await play(shipped);
    expect(result.failure?.message).toContain('no second one');
    expect(shipped.subjects().slice(3)).toEqual([
      'Repair 1 finding in domains and orchestration',
      'Take back the repairs of phase 1',
    ]);
    expect(digestTree(join(shipped.root, 'symphonies'))).toEqual(before);
  });
});

describe('the phases', () => {
  it('have the codes that the pipeline lists for them, and share the others with `fix`', () => {
    const texts = new Shipped()
      .read(definition)
      .split('  - id: ')
      .filter((text) => text.includes('codes:'));
    const listed = new Map(
      texts.flatMap((text, i) => [...text.matchAll(/^ {12}- ([A-Z_]+)$/gm)].map(([, code]) => [code!, i + 1])),
    );
    expect(listed.size).toBe(20);
    const names = Object.values(phases).map(({ name }) => name);
    for (const rule of registries.rules) {
      const phase = listed.get(rule.code) ?? names.indexOf(fixPhaseOf(rule)) + 1;
      expect(`${rule.code} ${phaseOf(rule)}`).toBe(`${rule.code} ${phase}`);
    }
  });

  it('leave alone what is only information', () => {
    const rule = { code: 'HANDLER_NOT_FOUND', aspect: 'handler', dimension: 'handler' };
    const one = {
      ...rule,
      message: '',
      file: 'a',
      range: { start: { line: 1, column: 1 } },
      subject: '',
      waived: false,
    };
    const codes = (severity: 'info' | 'major'): string[] =>
      codesOf({ rules: [rule], diagnostics: [{ ...one, severity }] }, () => true);
    expect([codes('info'), codes('major')]).toEqual([[], ['HANDLER_NOT_FOUND']]);
  });
});
