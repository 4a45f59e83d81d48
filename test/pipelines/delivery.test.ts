/** The delivery with its people, into slots on this machine. */
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definition, deliver, deliveryWorkspace, leaveArtifacts, measured } from '../support/delivery.ts';
import type { Shipped } from '../support/shipped.ts';
import { writeFiles } from '../support/temp.ts';

const deployment = ['--movement', 'continuous-deployment'];
const target = '.symphony/deploy';
const current = (shipped: Shipped, environment: string): string =>
  readlinkSync(join(shipped.root, target, environment, 'current'));
/** The page of the host that production serves. */
const servedPage = (shipped: Shipped): string =>
  shipped.read(`${target}/production/current/files/files/host/index.html`);
const toggles = (shipped: Shipped): unknown => JSON.parse(shipped.read(`${target}/production/toggles.json`));

// Several deliveries, each with its people; a process for every question.
const patience = { timeout: 240_000 };

describe('a delivery', patience, () => {
  it('goes from the idea to all users, slot by slot, and an incident takes it back', async () => {
    const shipped = await deliveryWorkspace();
    const first = await deliver(shipped);
    expect(first.failure).toBeUndefined();
    expect(first.status).toBe('done');
    expect(servedPage(shipped)).toContain('<title>one</title>');
    expect([current(shipped, 'staging'), current(shipped, 'production')]).toEqual(['blue', 'blue']);
    expect(toggles(shipped)).toEqual({ 'real-estate-analyzer': 100, 'self-healing': 100, 'slo-dashboard': 100 });
    const figures = ['test_pass_rate', 'smoke_test_pass_rate', 'feature_toggle_adoption', 'deployment_frequency'];
    expect(figures.map((metric) => measured(first, metric))).toEqual([1, 1, 100, 1]);
    // Both exports count as lines; blank lines would not.
    expect(measured(first, 'test_coverage')).toBe(100);
    expect(measured(first, 'customer_satisfaction')).toBe(0.8);
    expect(measured(first, 'hypothesis_evaluation_rate')).toBe(1);
    expect(measured(first, 'metric_reporting_rate')).toBe(1);
    expect(measured(first, 'mean_time_to_recovery')).toBe(0);
    expect(measured(first, 'visibility_score')).toBe(1);

    leaveArtifacts(shipped, 'two');
    writeFiles(shipped.root, {
      'symphonies/delivery/features.json': JSON.stringify({ features: [{ id: 'new', toggle: 'new' }] }),
    });
    const deployed = await deliver(shipped, ...deployment);
    expect(deployed.status).toBe('done');
    expect([current(shipped, 'production'), servedPage(shipped)]).toEqual(['green', expect.stringContaining('two')]);
    expect(toggles(shipped)).toMatchObject({ new: 0, 'self-healing': 100 });
    expect(measured(deployed, 'mean_time_to_recovery')).toBe(0);

    leaveArtifacts(shipped, 'three');
    shipped.drift(definition, 'max_p95_ms: 1000', 'max_p95_ms: 0');
    await shipped.build();
    const incident = await deliver(shipped, ...deployment);
    expect(incident.failure?.message).toContain('there is an incident: ');
    expect([current(shipped, 'production'), servedPage(shipped)]).toEqual(['green', expect.stringContaining('two')]);
    expect(toggles(shipped)).toMatchObject({ new: 0, 'self-healing': 100 });

    shipped.drift(definition, 'max_p95_ms: 0', 'max_p95_ms: 1000');
    await shipped.build();
    const again = await deliver(shipped, ...deployment);
    expect([current(shipped, 'production'), servedPage(shipped)]).toEqual(['blue', expect.stringContaining('three')]);
    expect(measured(again, 'mean_time_to_recovery')).toBeGreaterThan(0);
  });

  it('stops where a feature has no toggle, a test fails, or an artifact is not what the manifest says', async () => {
    const shipped = await deliveryWorkspace();
    const features = (...all: object[]): void =>
      writeFiles(shipped.root, { 'symphonies/delivery/features.json': JSON.stringify({ features: all }) });
    features({ id: 'bare' }, { id: 'kept', toggle: 'kept' });
    const bare = await deliver(shipped, ...deployment);
    expect(bare.failure?.message).toContain('only 50 % of the features have a toggle of their own');
    features({ id: 'kept', toggle: 'kept' });
    expect(shipped.names(`${target}/production`)).not.toContain('current');

    writeFiles(shipped.root, { 'samples/renderx/artifacts/files/host/app.js': 'alert("not what was built");\n' });
    const changed = await deliver(shipped, ...deployment);
    expect(changed.failure?.message).toContain('are not what the manifest says: files/host/app.js');
    expect(shipped.names(`${target}/production`)).not.toContain('current');

    leaveArtifacts(shipped, 'broken', { 'files/host/index.html': '<script src="./missing.js"></script>' });
    const broken = await deliver(shipped, ...deployment);
    expect(broken.failure?.message).toContain('links of files/host/index.html: `./missing.js` answers 404');
    expect(shipped.names(`${target}/production`)).not.toContain('current');

    leaveArtifacts(shipped, 'fine');
    writeFiles(shipped.root, {
      'samples/renderx/tests/bad.test.mjs':
        "import { it } from 'node:test';\nit('is there', { skip: true }, () => {});\n",
      'samples/renderx/packages/app/dist/unreached.js': 'export const far = 1;\n',
    });
    const untested = await deliver(shipped, '--movement', 'continuous-integration');
    expect(measured(untested, 'test_pass_rate')).toBe(0.5);
    expect(measured(untested, 'test_coverage')).toBeCloseTo(200 / 3, 5);
    expect(untested.failure?.message).toContain('test_coverage');
    expect(current(shipped, 'staging')).toBe('blue');
  });
});
