/** How severe a finding is: what a policy says for itself comes before what the workspace sets. */
import { describe, expect, it } from 'vitest';
import { domain, policy, symphony, workspace } from '../../compiler/rules/example.ts';
import { diagnose } from '../support/workspace.ts';

async function told(set: string, own: string): Promise<string[]> {
  const rule = 'assert: { over: symphony, that: \'symphony.owner != ""\' }';
  const found = await diagnose({
    'symphony.yaml': workspace('"*.yaml"', set && `severities: { POLICY_VIOLATED: ${set} }`),
    'build.yaml': domain(),
    'owned.yaml': policy('owned', `${own && `severity: ${own}\n`}${rule}`),
    'play.yaml': symphony({ extra: 'policies: [owned]' }),
  });
  return found.map(({ code, severity }) => `${code} ${severity}`).sort();
}

describe('a violated policy', () => {
  it.each([
    ['', '', ['POLICY_VIOLATED major']],
    ['', 'critical', ['POLICY_VIOLATED critical']],
    ['minor', '', ['POLICY_VIOLATED minor', 'SEVERITY_WEAKENED minor']],
    ['minor', 'critical', ['POLICY_VIOLATED critical', 'SEVERITY_WEAKENED minor']],
    ['critical', '', ['POLICY_VIOLATED critical']],
    ['critical', 'minor', ['POLICY_VIOLATED minor']],
    ['major', '', ['POLICY_VIOLATED major']],
    ['off', 'critical', ['SEVERITY_WEAKENED minor']],
  ])('of a workspace that sets `%s` and a policy that says `%s`', async (set, own, findings) => {
    expect(await told(set, own)).toEqual(findings);
  });
});
