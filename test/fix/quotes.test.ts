/** A fix keeps the quotes that are there: a file of JSON stays one. */
import { describe, expect, it } from 'vitest';
import { planFor } from '../support/fixing.ts';

const head = (kind: string, id: string) => ({ apiVersion: 'symphonyc/v1', kind, id, title: id });
const domain = { ...head('Domain', 'build'), status: 'actve', ownre: 'team', namespace: 'build' };
const beats = [{ id: 'a', run: 'node --version', timout: '5 seconds' }];
const symphony = {
  ...head('Symphony', 'play'),
  status: 'active',
  category: 'biuld',
  domain: 'build',
  movements: [{ id: 'one', title: 'One', beats }],
};
const metric = { ...head('Metric', 'share'), status: 'active', unit: 'ratio', goal: { atLeast: '80%' } };

/** Every fix there is, over as many runs as it takes. */
async function repaired(files: Record<string, string>): Promise<Record<string, string>> {
  const { plan, files: after } = await planFor(files);
  return plan.phases.length === 0 ? { ...after } : repaired({ ...after });
}

describe('a fix', () => {
  it('leaves JSON that is JSON, with numbers that are numbers', async () => {
    const files = await repaired({
      'build.json': JSON.stringify(domain, null, 2),
      'play.json': JSON.stringify(symphony, null, 2),
      'share.json': JSON.stringify(metric, null, 2),
      'symphony.yaml':
        'apiVersion: symphonyc/v1\nkind: Workspace\nid: example\ntitle: Example\nsources: [build.json, play.json, share.json]\n',
    });
    const { ownre: _, ...rest } = domain;
    expect(JSON.parse(files['build.json']!)).toEqual({ ...rest, status: 'active', owner: 'team' });
    expect(JSON.parse(files['play.json']!)).toMatchObject({
      category: 'build',
      movements: [{ beats: [{ id: 'a', run: ['node', '--version'], timeout: '5s' }] }],
    });
    expect(JSON.parse(files['share.json']!)).toMatchObject({ goal: { atLeast: 0.8 } });
  });
  it('keeps the quotes of YAML, of values and of keys', async () => {
    const text =
      'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: Build\nstatus: \'actve\'\n"ownre": team\nnamespace: build\n';
    const files = await repaired({ 'build.yaml': text });
    expect(files['build.yaml']).toBe(text.replace('actve', 'active').replace('ownre', 'owner'));
  });
});
